/**
 * The instance that a detail link opens: the `id` of its page path, which an applink carries encoded
 * once more. Empty when there is none.
 */
export function instanceOfLink(url: string): string {
  let text = url
  for (let round = 0; round < 3; round += 1) {
    const decoded = decode(text)
    if (decoded === text) break
    text = decoded
  }
  const found = [...text.matchAll(/[?&]id=([^&#\s]+)/g)]
  return found.at(-1)?.[1] ?? ''
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
