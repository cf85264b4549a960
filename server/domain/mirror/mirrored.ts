import type { Pushed } from './pushed.ts'

/** What is kept of an approval that another system carries on, besides tasks and copies as everybody sees them. */
export type Mirror = {
  /** Its id in sources.yaml. */
  source: string
  externalId: string
  /** The bridge sends a card for each to-do. */
  sendsCards: boolean
  pushed: Pushed
  /** Ours, by the source's. Of what has ended and opened again, the latest. */
  taskIds: Readonly<Record<string, string>>
  ccIds: Readonly<Record<string, string>>
  /** How many ids were given: numbers the next one. */
  count: number
  /** How many presses there were; absent until the first. */
  presses?: number | undefined
  /** Whom the source names and nobody here knows, in its words: what is theirs waits. */
  unknown: readonly string[]
}
