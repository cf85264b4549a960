import { make } from './dom.ts'

const COLOURS = 8

/** The last characters of a name on a colour of its own, as Feishu does for people without a picture. */
export function makeAvatar(name: string): HTMLElement {
  const sum = Array.from(name).reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  const isLatin = /^[\x20-\x7e]+$/.test(name)
  const text = isLatin
    ? name
        .split(' ')
        .map((part) => part.slice(0, 1))
        .join('')
    : Array.from(name).slice(-2).join('')
  const avatar = make('span', {
    class: 'avatar',
    text: text.slice(0, 2),
    data: { colour: String(sum % COLOURS) },
  })
  avatar.setAttribute('aria-hidden', 'true')
  return avatar
}
