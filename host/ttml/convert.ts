import { scan, type Attribute, type Piece } from './scan.ts'
import { BUILT_IN_TAGS, TAG_PREFIX } from './tags.ts'

/** TTML in, the dialect out that the template compiler reads. */
export function convertTtml(source: string): string {
  return scan(source).map(convertPiece).join('')
}

function convertPiece(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
    case 'code':
      return piece.raw
    case 'close':
      return `</${convertTag(piece.tag)}>`
    case 'open': {
      const attributes = piece.attributes.map((attribute) => ` ${convertAttribute(attribute)}`).join('')
      return `<${convertTag(piece.tag)}${attributes}${piece.selfClosing ? ' /' : ''}>`
    }
  }
}

function convertTag(tag: string): string {
  if (tag === 'sjs') return 'wxs'
  return BUILT_IN_TAGS.has(tag) ? `${TAG_PREFIX}${tag}` : tag
}

function convertAttribute({ name, value, quote }: Attribute): string {
  const converted = convertName(name)
  if (value === undefined) return converted
  const kept = converted === 'wx:key' ? convertKey(value) : value
  return `${converted}=${quote}${kept}${quote}`
}

const EVENT = /^(capture-)?(bind|catch):?(.+)$/

function convertName(name: string): string {
  if (name.startsWith('tt:')) return `wx:${name.slice('tt:'.length)}`
  const [, capture = '', verb = '', event = ''] = EVENT.exec(name) ?? []
  return verb === '' ? name : `${capture}${verb}:${event}`
}

/** `{{item.id}}` and `item.id` name the field of the item; `{{item}}` and `*this` the item itself. */
function convertKey(value: string): string {
  const path = value.replace(/^\{\{\s*|\s*\}\}$/g, '').trim()
  if (path === '*this' || path === 'item') return '*this'
  return path.split('.').at(-1) ?? path
}
