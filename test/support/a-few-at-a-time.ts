const AT_ONCE = 3

/** Tabs and requests are cheap, this machine may not be. */
export async function aFewAtATime<T>(items: Iterable<T>, look: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await look(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
