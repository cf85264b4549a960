/**
 * Gathers what is asked for in one turn of the event loop's microtasks, and asks for it together, at most `most` at a
 * time. What is asked for alone goes to `one`.
 */
export function gather<T>({
  most,
  one,
  many,
}: {
  most: number
  one: (id: string) => Promise<T>
  many: (ids: readonly string[]) => Promise<(id: string) => Promise<T>>
}): (id: string) => Promise<T> {
  type Wish = { id: string; resolve: (value: T | Promise<T>) => void }
  let wishes: Wish[] = []

  const grant = (some: readonly Wish[]): void => {
    const [first] = some
    if (first && some.length === 1) return first.resolve(one(first.id))
    const asked = many(some.map(({ id }) => id))
    for (const { id, resolve } of some) resolve(asked.then((answerOf) => answerOf(id)))
  }
  const flush = (): void => {
    const all = wishes
    wishes = []
    for (let from = 0; from < all.length; from += most) grant(all.slice(from, from + most))
  }
  return (id) =>
    new Promise<T>((resolve) => {
      if (wishes.length === 0) queueMicrotask(flush)
      wishes.push({ id, resolve })
    })
}
