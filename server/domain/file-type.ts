/** A kind of file that may be uploaded: `extensions[0]` is given to a name that has none of them. */
export type FileType = { type: string; extensions: readonly string[]; inline: boolean }

/** How many bytes of the beginning are looked at. */
export const HEAD_BYTES = 4_096

const OFFICE = 'application/vnd.openxmlformats-officedocument'
const ZIP = plain('application/zip', 'zip')

/** By the first bytes alone. None of these can run script in a browser; SVG and HTML are not among them. */
const BY_MAGIC: readonly { magic: string; at?: number; type: FileType }[] = [
  { magic: '%PDF-', type: plain('application/pdf', 'pdf') },
  { magic: '\x89PNG\r\n\x1a\n', type: image('image/png', 'png') },
  { magic: '\xff\xd8\xff', type: image('image/jpeg', 'jpg', 'jpeg') },
  { magic: 'GIF87a', type: image('image/gif', 'gif') },
  { magic: 'GIF89a', type: image('image/gif', 'gif') },
  { magic: 'WEBP', at: 8, type: image('image/webp', 'webp') },
]

/**
 * Formats within a container: only the name tells which. `plain` is taken when the name has no ending; any other
 * ending is one of something that is not taken (programs, macros), and is not hidden behind another.
 */
const BY_CONTAINER: readonly { magic: string; plain?: FileType; types: readonly FileType[] }[] = [
  {
    magic: 'PK\x03\x04',
    plain: ZIP,
    types: [
      plain('application/ofd', 'ofd'),
      ZIP,
      plain(`${OFFICE}.wordprocessingml.document`, 'docx'),
      plain(`${OFFICE}.spreadsheetml.sheet`, 'xlsx'),
      plain(`${OFFICE}.presentationml.presentation`, 'pptx'),
    ],
  },
  { magic: 'PK\x05\x06', plain: ZIP, types: [ZIP] },
  {
    magic: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    types: [
      plain('application/msword', 'doc'),
      plain('application/vnd.ms-excel', 'xls'),
      plain('application/vnd.ms-powerpoint', 'ppt'),
      plain('application/vnd.ms-outlook', 'msg'),
      plain('application/wps-office.wps', 'wps'),
      plain('application/wps-office.et', 'et'),
      plain('application/wps-office.dps', 'dps'),
    ],
  },
]

const TEXTS: readonly FileType[] = [plain('text/plain', 'txt'), plain('text/csv', 'csv')]

export const FILE_TYPES: readonly FileType[] = [
  ...BY_MAGIC.map(({ type }) => type),
  ...BY_CONTAINER.flatMap(({ types }) => types),
  ...TEXTS,
]

/** What a file is, by its content; what it is called decides only where content cannot. Undefined: not allowed. */
export function fileTypeOf(head: Uint8Array, name: string): FileType | undefined {
  const text = Array.from(head.subarray(0, 16), (byte) => String.fromCharCode(byte)).join('')
  const known = BY_MAGIC.find(({ magic, at = 0 }) => text.startsWith(magic, at))
  if (known) return known.type.type === 'image/webp' && !text.startsWith('RIFF') ? undefined : known.type

  const extension = extensionOf(name)
  const named = (types: readonly FileType[]) => types.find(({ extensions }) => extensions.includes(extension))
  const container = BY_CONTAINER.find(({ magic }) => text.startsWith(magic))
  if (container) return named(container.types) ?? (looksLikeEnding(extension) ? undefined : container.plain)
  return isText(head) ? named(TEXTS) : undefined
}

/** The part of a name behind its last dot, in lower case. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}

/** `v1.2` and `2026.最终版` have none. */
const looksLikeEnding = (extension: string): boolean => /^(?=.*[a-z])[a-z0-9]{1,8}$/.test(extension)

/** In UTF-8 or any older encoding: without control characters besides tab, line and page breaks. */
const isText = (head: Uint8Array): boolean =>
  head.length > 0 && head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d))

function plain(type: string, ...extensions: string[]): FileType {
  return { type, extensions, inline: false }
}

function image(type: string, ...extensions: string[]): FileType {
  return { type, extensions, inline: true }
}
