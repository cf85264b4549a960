/** What changed between two lists, as paths for `setData`; everything when the next one is shorter. */
export function changedItems<Item>(
  name: string,
  shown: readonly Item[],
  next: readonly Item[],
): Record<string, unknown> {
  if (next.length < shown.length || (shown.length === 0 && next.length > 0)) return { [name]: next }
  const changed = next.flatMap((item, at): [string, Item][] =>
    JSON.stringify(item) === JSON.stringify(shown[at]) ? [] : [[`${name}[${at}]`, item]],
  )
  return Object.fromEntries(changed)
}
