import type { ResubmitRequest } from '../../shared/requests.ts'
import type { InstanceView } from '../../shared/responses.ts'
import type { DelegateOf } from '../domain/engine/delegation.ts'
import { timeRulesOf } from '../domain/calendar.ts'
import { decidedElsewhere } from '../domain/mirror/press.ts'
import { resubmit } from '../domain/verbs/resubmit.ts'
import { commit } from './commit.ts'
import { claimFormFiles } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { localeFor } from './definition-views.ts'
import { createDirectory } from './directory.ts'
import { findReadable } from './find-readable.ts'
import { viewInstance } from './instance-view.ts'
import { linkedApprovals, linkedIn } from './linked-approvals.ts'
import { planSubmission } from './plan-submission.ts'
import { definitionOf, noInstance } from './stored.ts'
import type { Reader } from './views.ts'

type Input = Reader & ResubmitRequest & { id: string }

/**
 * Sends an approval of mine that was rolled back to me on its way again, with a form that may have changed; it keeps
 * its id and its version of the definition. Throws `instance_not_found`, `decided_elsewhere`, `node_not_allowed`,
 * `form_invalid`, `person_not_found`, `too_many_tasks`, `feishu_unavailable`.
 */
export async function resubmitInstance(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const { id, userId: by } = input
  const { instance: seen } = await findReadable(ctx, id, by)
  if (seen.mirror) throw decidedElsewhere(seen)
  const { definition, code, version } = await definitionOf(ctx, seen)
  const locale = localeFor(definition, input.locale)
  const context = (delegateOf?: DelegateOf) => ({ at: ctx.now(), by, via: 'api', delegateOf }) as const
  const directory = createDirectory(ctx.people)
  const { options } = ctx
  const submission = { ...input, cc: [], locale, time: timeRulesOf(await ctx.calendar()), options }
  const plan = await planSubmission(directory, definition, submission, 'complete')
  const kept = linkedIn(definition, seen.form)
  const linked = await linkedApprovals(ctx, definition, plan.form, { userId: by, locale, self: id, kept })
  const { form, route, ccIfApproved, ccAtEnd, people, departments, chosen } = plan
  const again = { form, route, ccIfApproved, ccAtEnd, people, departments, chosen, linked }
  // What would be refused claims no file.
  resubmit(seen, again, context())
  for (const node of plan.unfound) ctx.noApprover({ definition: code, version, node })
  const files = await claimFormFiles(ctx, definition, form, {
    by,
    instanceId: id,
    locale,
    known: seen.files,
  })
  const { record } = await commit(
    ctx,
    id,
    () => noInstance(id),
    (instance, delegateOf) => resubmit(instance, { ...again, files }, context(delegateOf)),
  )
  return viewInstance(ctx, record, input)
}
