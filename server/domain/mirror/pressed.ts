/**
 * How far a press has come. `asked`: the source is being told; `accepted`: it said nothing, and is told again until it
 * says something; `taken`: it took it, and its next push says what came of it; `refused`: it did not; `open`: nothing
 * waits, and who presses the same once more says the same thing.
 */
export type PressState = 'asked' | 'accepted' | 'taken' | 'refused' | 'open'

/** What a task keeps of the latest press on it. */
export type Pressed = { number: number; action: string; at: number; state: PressState }

/** Somebody waits for the source: nothing else can be pressed meanwhile. */
export const waitsForSource = ({ state }: Pick<Pressed, 'state'>): boolean =>
  state === 'asked' || state === 'accepted' || state === 'taken'

/** What somebody pressed, as its source is told of it: in the words that the source had for it at that moment. */
export type Press = {
  /** Counts the presses on an approval from 1: the same for every attempt, and for whoever presses the same again. */
  number: number
  taskId: string
  /** APPROVE, REJECT, or the source's own. */
  action: string
  /** Its own id of the task, and whom it names for it. */
  theirTask: string
  person: string
  /** `action_context`, to the byte. */
  context: string | null
  /** Those of Feishu, as it wrote them: JSON. */
  attachments: string | null
  /** Of a card that the source sent itself: the id by which it knows it. */
  messageId: string | null
}

/** Why a source does not take a press. */
export type SourceRefusal = {
  /** Above 400. */
  status: number
  message: string | null
  /** As it said: `true` shows the message to the person (三方快捷审批回调). */
  withoutPrefix: string | null
}

/** What became of telling a source. `error`: why it counts as silent. */
export type PressAnswer =
  { type: 'taken' } | { type: 'refused'; refusal: SourceRefusal } | { type: 'silent'; error: string }
