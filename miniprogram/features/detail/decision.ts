import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { cleanText } from '../../../shared/person-text.ts'
import type { Chosen } from '../../client/ask.ts'
import { textOf } from '../../view/events.ts'
import type { Say, TextKey } from '../../view/words.ts'
import type { Allowed } from './action-items.ts'
import { buttonOf, buttonTextOf, titleOf } from './verbs.ts'

/** What is asked before an action is taken. */
export type Decision = {
  open: boolean
  action: string
  title: string
  confirmText: string
  /** Whether words are asked for, and whether it goes without; `requiredWith` one choice only. */
  asks: boolean
  required: boolean
  requiredWith: string
  danger: boolean
  withFiles: boolean
  /** Ready words for the reason. */
  phrases: readonly string[]
  choices: { value: string; label: string; hint: string }[]
  /** How many people at most; 0: none are asked for. */
  most: number
  people: Chosen[]
}

export const NO_DECISION: Decision = {
  open: false,
  action: '',
  title: '',
  confirmText: '',
  asks: false,
  required: false,
  requiredWith: '',
  danger: false,
  withFiles: false,
  phrases: [],
  choices: [],
  most: 0,
  people: [],
}

type Asked = Pick<Allowed, 'action' | 'reason' | 'toNodes'>

type Offered = { people?: Chosen[]; phrases?: readonly string[] }

/** `NO_DECISION` for what is done without asking. */
export function toDecision(asked: Asked, say: Say, { people = [], phrases = [] }: Offered = {}): Decision {
  const { look, panel } = buttonOf(asked.action)
  if (!panel || asked.action === 'comment') return NO_DECISION
  const { reasonWith = '', withoutFiles = false, people: wanted } = panel
  const asks = asked.reason !== 'none'
  // What is no decision (withdrawing, telling others) takes neither files nor the words of one.
  const decides = asks && !withoutFiles
  return {
    open: true,
    action: asked.action,
    title: say(titleOf(asked.action)),
    confirmText: say(buttonTextOf(asked.action)),
    asks,
    required: asked.reason === 'required',
    requiredWith: reasonWith,
    danger: look === 'danger',
    withFiles: decides,
    phrases: decides ? phrases : [],
    choices: toChoices(asked, say),
    most: wanted?.most ?? 0,
    people,
  }
}

const POSITIONS: readonly { value: string; label: TextKey; hint: TextKey }[] = [
  { value: 'before', label: 'signBefore', hint: 'signBeforeHint' },
  { value: 'after', label: 'signAfter', hint: 'signAfterHint' },
  { value: 'parallel', label: 'signParallel', hint: 'signParallelHint' },
]

function toChoices({ action, toNodes = [] }: Asked, say: Say): Decision['choices'] {
  switch (buttonOf(action).panel?.choice) {
    case 'position':
      return POSITIONS.map(({ value, label, hint }) => ({ value, label: say(label), hint: say(hint) }))
    case 'toNode':
      return toNodes.map(({ id, name }) => ({
        value: id,
        label: name,
        hint: say(id === INITIATOR_NODE ? 'rollbackToInitiator' : 'rollbackToNode'),
      }))
    case undefined:
      return []
  }
}

/** What came back from the panel. */
export type Answer = { reason: string; attachments: string[]; choice: string; people: string[] }

export function toAnswer(detail: TtEvent['detail']): Answer {
  return {
    reason: cleanText(textOf(detail, 'reason')),
    attachments: listOf(detail['attachments']),
    choice: textOf(detail, 'choice'),
    people: listOf(detail['people']),
  }
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : [])

/** What still has to be said before it is sent. */
export function missingIn(decision: Decision, { reason, choice, people }: Answer): TextKey | undefined {
  if (decision.most > 0 && people.length === 0) return 'peopleMissing'
  return needsReason(decision, choice) && reason === '' ? 'reasonMissing' : undefined
}

export const needsReason = ({ required, requiredWith }: Decision, choice: string): boolean =>
  required && (requiredWith === '' || requiredWith === choice)

/** Reason and files, where they were given. */
export const toWords = ({ reason, attachments }: Answer): Record<string, unknown> => ({
  ...(reason !== '' && { reason }),
  ...(attachments.length > 0 && { attachments }),
})

/** The answer as the server takes it; what was not given is left out. */
export function toBody(action: Allowed['action'], answer: Answer): Record<string, unknown> {
  const { choice, people } = buttonOf(action).panel ?? {}
  return {
    ...toWords(answer),
    ...(choice && { [choice]: answer.choice }),
    ...(people && { [people.as]: people.as === 'to' ? answer.people[0] : answer.people }),
  }
}
