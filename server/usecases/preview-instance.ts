import type { PreviewRequest } from '../../shared/requests.ts'
import type { PreviewResponse } from '../../shared/responses.ts'
import type { CcTime } from '../../shared/flow.ts'
import { findNode, type Definition } from '../../shared/definition.ts'
import { own } from '../../shared/own.ts'
import type { Locale } from '../../shared/locale.ts'
import type { Instance } from '../domain/instance.ts'
import type { DelegateOf } from '../domain/engine/delegation.ts'
import { runForward } from '../domain/preview.ts'
import { seatOf } from '../domain/engine/seats.ts'
import { assertUsable } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { localeFor } from './definition-views.ts'
import { timeRulesOf } from '../domain/calendar.ts'
import { withDelegates } from './delegates.ts'
import { createDirectory } from './directory.ts'
import { linkedApprovals } from './linked-approvals.ts'
import { planSubmission, type SubmissionPlan } from './plan-submission.ts'
import { startedFrom } from './started-from.ts'
import { earlierFor } from './submit-again.ts'
import { toNodeViews, toPerson, type Foreseen } from './views.ts'

type Input = PreviewRequest & { definition: string; userId: string; locale: Locale | undefined }

/** The nodes and people a form would take. What is not filled in yet is no fault; nothing is stored. */
export async function previewInstance(ctx: UseCaseContext, input: Input): Promise<PreviewResponse> {
  const { userId, form, approvers, instance: instanceId = null } = input
  const directory = createDirectory(ctx.people)
  const { definition, known, linked } = await startedFrom(ctx, input, directory)
  const locale = localeFor(definition, input.locale)
  const { options } = ctx
  const time = timeRulesOf(await ctx.calendar())
  const submission = { form, approvers, cc: [], userId, locale, time, options }
  const plan = await planSubmission(directory, definition, submission, 'partial')
  const earlier = await earlierFor(ctx, { from: input.from, userId, locale })
  const claim = { by: userId, instanceId, locale, known, besides: earlier.files }
  await assertUsable(ctx, definition, plan.form, claim)
  const kept = [...linked, ...earlier.linked]
  await linkedApprovals(ctx, definition, plan.form, { userId, locale, self: input.instance, kept })

  const begin = { ...plan, id: 'preview', definition: { code: definition.code, version: 0 } }
  const approversFound = plan.route.flatMap(({ approvers: found }) => found)
  const run = (delegateOf: DelegateOf) =>
    runForward(begin, { at: ctx.now(), by: userId, via: 'api', delegateOf })
  const end = await withDelegates(ctx, run, approversFound)
  return {
    nodes: toNodeViews(definition, { ...plan, tasks: [] }, locale, foreseenIn(end)).map((node) =>
      isStillToChoose(definition, node.id, approvers) ? { ...node, approvers: [] } : node,
    ),
    cc: toldIn(plan),
  }
}

/** Everybody once, with the first time that is certain: whoever is told however it ends is told of an approval, too. */
function toldIn({ ccAtStart, ccAtEnd, ccIfApproved, people }: SubmissionPlan): PreviewResponse['cc'] {
  const when = new Map<string, CcTime>()
  const note = (ids: readonly string[], at: CcTime) => {
    for (const id of ids) if (!when.has(id)) when.set(id, at)
  }
  note(ccAtStart, 'start')
  note(ccAtEnd, 'end')
  note(ccIfApproved, 'approved')
  return [...when].map(([userId, at]) => ({ userId, name: own(people, userId)?.name ?? userId, at }))
}

/** Who would have a place at a node in whose stead, and whether they would be asked at all. */
function foreseenIn(end: Instance): Foreseen {
  return (node, userId) => {
    const task = end.tasks.find((one) => one.nodeId === node.id && seatOf(one) === userId)
    const delegate = task && task.assignee !== userId ? toPerson(end, task.assignee) : undefined
    return { ...(delegate && { delegate }), ...(task?.completeReason === 'auto_skip' && { repeats: true }) }
  }
}

/** Until the initiator has chosen, nobody stands there: not yet the managers either. */
function isStillToChoose(definition: Definition, nodeId: string, approvers: object): boolean {
  const node = findNode(definition, nodeId)
  return node !== undefined && 'initiatorChoice' in node.approvers && !Object.hasOwn(approvers, nodeId)
}
