import { z } from 'zod'
import type { Locale } from '../../shared/locale.ts'
import { VERB_TEXTS } from '../../shared/verb-texts.ts'
import { applyCallback, type CallbackContext } from '../usecases/apply-callback.ts'
import { previewLink } from '../usecases/preview-link.ts'
import type { TakeEvent } from './event-message.ts'
import type { SeenPreview } from './link-preview.ts'
import { Operator, userIdOf } from './operator.ts'
import { refusalOf, UNPROVEN, type DecisionRefusal } from './refusal.ts'

export const CARD_ACTION = 'card.action.trigger'

type Deps = {
  ctx: CallbackContext
  /** Words for whoever pressed, and the card as they may see it now. */
  answer: (type: 'success' | 'error', words: Readonly<Record<Locale, string>>, content: SeenPreview) => object
  /** Something failed that is nobody's fault outside. */
  onFailure: (error: unknown) => void
}

const Pressed = z.object({
  operator: Operator,
  action: z.object({
    value: z.object({ verdict: z.enum(['APPROVED', 'REJECTED']), context: z.string().max(1_000) }),
  }),
  context: z.object({ url: z.string().max(4_000).nullish() }).nullish(),
})

/**
 * 卡片回传交互回调: a decision on what a link shows. It is bound by our own MAC, as on a card of the bot, and counts
 * once; whoever comes too late is told, and sees what there is to see now. Answered with 200 in any case: all else
 * shows the person a number.
 */
export function createCardAction({ ctx, answer, onFailure }: Deps): TakeEvent {
  return async ({ tenant, event }) => {
    const pressed = Pressed.safeParse(event)
    if (!pressed.success) return { status: 200, body: {} }
    const { operator, action, context } = pressed.data
    const userId = userIdOf(operator, tenant)
    const refusal = userId === undefined ? UNPROVEN : await decide({ ctx, onFailure }, action.value, userId)
    const url = context?.url ?? ''
    const isProven = userId !== undefined && refusal?.kind !== 'unproven'
    const content = isProven ? await previewLink(ctx, { url, userId }).catch(noPreview(onFailure)) : undefined
    const done = VERB_TEXTS[action.value.verdict === 'APPROVED' ? 'approve-done' : 'reject-done']
    const body = refusal ? answer('error', refusal.words, content) : answer('success', done, content)
    return { status: 200, body }
  }
}

/** Undefined: it is done, now or before. */
function decide(
  { ctx, onFailure }: Pick<Deps, 'ctx' | 'onFailure'>,
  { verdict, context }: z.infer<typeof Pressed>['action']['value'],
  userId: string,
): Promise<DecisionRefusal | undefined> {
  const action = verdict === 'APPROVED' ? 'APPROVE' : 'REJECT'
  const callback = { action, userId, actionContext: context, isFromChat: true, reason: null } as const
  return applyCallback(ctx, callback).then(
    () => undefined,
    (error: unknown) => refusalOf(error, onFailure),
  )
}

/** What was decided stays so. */
const noPreview = (onFailure: Deps['onFailure']) => (error: unknown) => {
  onFailure(error)
  return undefined
}
