/** What has to be known after what it needs, by their ids. */
type Needing = { id: string; needs: readonly string[] }

/** Each behind what it needs. Circles are left out and told apart; ids that nobody has hold nothing up. */
export function inOrder<T extends Needing>(all: readonly T[]): { order: T[]; circles: T[][] } {
  const order: T[] = []
  const circles: T[][] = []
  let waiting: readonly T[] = all
  while (waiting.length > 0) {
    const open = new Map(waiting.map((one) => [one.id, one]))
    const ready = waiting.filter(({ needs }) => !needs.some((id) => open.has(id)))
    const circle = ready.length > 0 ? [] : circleIn(open)
    if (circle.length > 0) circles.push(circle)
    order.push(...ready)
    waiting = waiting.filter((one) => !ready.includes(one) && !circle.includes(one))
  }
  return { order, circles }
}

/** Each of these needs another of them, so following the needs comes back somewhere. */
function circleIn<T extends Needing>(open: ReadonlyMap<string, T>): T[] {
  const way: T[] = []
  let [next] = open.values()
  while (next && !way.includes(next)) {
    way.push(next)
    const id = next.needs.find((need) => open.has(need))
    next = id === undefined ? undefined : open.get(id)
  }
  return next ? way.slice(way.indexOf(next)) : way
}
