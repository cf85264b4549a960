import { z } from 'zod'
import { ActedTask, Done, DoneWithReason } from './act-view.ts'
import { TimeoutAction } from './flow.ts'
import { VERBS, type PlainVerb } from './verbs/index.ts'
import { PersonView } from './views.ts'

/** A place at a node that somebody had: `to` null when nobody came there in their stead. */
const HandedPlace = z.object({ nodeId: z.string(), task: ActedTask.nullable(), to: PersonView.nullable() })

/** The verbs of the table, each as it says of itself. */
export type PlainView = {
  [Name in PlainVerb]: { verb: Name } & z.infer<(typeof VERBS)[Name]['view']>
}[PlainVerb]

const PLAIN = Object.entries(VERBS).map(([verb, { view }]) => view.extend({ verb: z.literal(verb) }))

const OTHERS = [
  Done.extend({ verb: z.literal('submit') }),
  Done.extend({ verb: z.literal('resubmit') }),
  DoneWithReason.extend({ verb: z.literal('terminate') }),
  DoneWithReason.extend({
    verb: z.literal('hand-over'),
    from: PersonView,
    /** They are gone; else an operator took them off. */
    hasLeft: z.boolean(),
    places: z.array(HandedPlace),
    /** Who decides in their place from now on; null: nobody else had to be found. */
    next: PersonView.nullable(),
  }),
  Done.extend({
    verb: z.literal('time-out'),
    action: TimeoutAction,
    task: ActedTask,
    /** Of `escalate`: who has it now. */
    to: PersonView.nullable(),
  }),
  /** In the system that carries it on a task ended otherwise than by a decision. */
  Done.extend({ verb: z.literal('push'), task: ActedTask }),
] as const

/** One act, with all that is told of it. */
export type HistoryView = PlainView | z.infer<(typeof OTHERS)[number]>
export const HistoryView = z.discriminatedUnion('verb', [
  ...OTHERS,
  ...PLAIN,
]) as unknown as z.ZodType<HistoryView>
export type ViewOf<Name extends HistoryView['verb']> = Extract<HistoryView, { verb: Name }>
