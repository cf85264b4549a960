import { readNumberFormat, seriesOf, type NumberSeries } from '../../shared/document-number.ts'
import type { SubmitRequest } from '../../shared/requests.ts'
import type { InstanceView } from '../../shared/responses.ts'
import type { Definition } from '../../shared/definition.ts'
import type { Locale } from '../../shared/locale.ts'
import type { Day } from '../../shared/time/days.ts'
import { dayAt, timeRulesOf } from '../domain/calendar.ts'
import { submit, type Submission } from '../domain/verbs/submit.ts'
import { toRecord } from '../domain/outbox/effects.ts'
import type { ActContext } from '../domain/act.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { Change } from '../store/contract.ts'
import { assertUsable, claimFormFiles } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { changeWithDelegates } from './commit.ts'
import { localeFor } from './definition-views.ts'
import { createDirectory } from './directory.ts'
import { viewInstance } from './instance-view.ts'
import { linkedApprovals } from './linked-approvals.ts'
import { planSubmission } from './plan-submission.ts'
import { assertSame, digestsOf } from './same-request.ts'
import { earlierFor, withCopies } from './submit-again.ts'
import { visibleDefinition } from './visibility.ts'

type Input = SubmitRequest & {
  userId: string
  locale: Locale | undefined
  /** The same key of the same person always stands for the same instance. */
  idempotencyKey?: string | undefined
}

/**
 * Starts an approval. A repeat under the same key answers the instance it started then, without asking
 * Feishu; with anything else in it, it is `idempotency_mismatch`. Throws `definition_not_found`,
 * `form_invalid`, `person_not_found`, `feishu_unavailable`.
 */
export async function submitInstance(ctx: UseCaseContext, input: Input): Promise<InstanceView> {
  const id = idFor(ctx, input)
  const repeated = await readRepeated(ctx, input)
  if (repeated) {
    assertSame(ctx.hash, repeated, input)
    return viewInstance(ctx, repeated, input)
  }
  const directory = createDirectory(ctx.people)
  const version = await visibleDefinition(ctx, input.definition, input.userId, directory)
  const locale = localeFor(version.definition, input.locale)
  const calendar = await ctx.calendar()
  const asked = { ...input, locale, time: timeRulesOf(calendar), options: ctx.options }
  const earlier = await earlierFor(ctx, { from: input.from, userId: input.userId, locale })
  const { unfound, ...plan } = await planSubmission(directory, version.definition, asked, 'complete')
  const claim = { by: input.userId, instanceId: id, locale }
  // What would be refused copies no file.
  await assertUsable(ctx, version.definition, plan.form, { ...claim, besides: earlier.files })
  const linking = { userId: input.userId, locale, kept: earlier.linked }
  const linked = await linkedApprovals(ctx, version.definition, plan.form, linking)
  const form = await withCopies(ctx, version.definition, plan.form, {
    earlier: earlier.files,
    instanceId: id,
    userId: input.userId,
  })
  const files = await claimFormFiles(ctx, version.definition, form, claim)
  const definition = { code: version.code, version: version.version }
  const record = await changeWithDelegates(ctx, id, (current, delegateOf, nextNumber) => {
    const context = { at: ctx.now(), by: input.userId, via: 'api', delegateOf } as const
    const series = seriesOn(dayAt(context.at, calendar.timeZone), version.definition)
    const number = !current && series ? nextNumber(series) : undefined
    return begin(
      ctx,
      current,
      input,
      { ...plan, linked, id, definition, ...(number && { number }), files, form },
      context,
    )
  })
  for (const node of unfound) ctx.noApprover({ definition: version.code, version: version.version, node })
  return viewInstance(ctx, record, input)
}

/** What its number is one of, where its definition gives numbers. */
function seriesOn(day: Day, { code, number }: Definition): NumberSeries | undefined {
  const format = number === undefined ? undefined : readNumberFormat(number).format
  return format && seriesOf(code, format, day)
}

/** Also under a user_id that the person had before. */
async function readRepeated(ctx: UseCaseContext, input: Input): Promise<InstanceRecord | undefined> {
  if (input.idempotencyKey === undefined) return undefined
  for (const userId of [input.userId, ...ctx.identities.formerIdsOf(input.userId)]) {
    const record = await ctx.store.instances.read(idFor(ctx, { ...input, userId }))
    if (record) return record
  }
  return undefined
}

function begin(
  { hash }: Pick<UseCaseContext, 'hash'>,
  current: InstanceRecord | undefined,
  input: Input,
  submission: Submission,
  context: ActContext,
): Change<InstanceRecord> {
  if (current) {
    // The same key, submitted twice at the same time: the first one has it.
    assertSame(hash, current, input)
    return { result: current }
  }
  const request = digestsOf(hash, input, userIdIn(submission.people))
  const next: InstanceRecord = { ...toRecord(undefined, submit(submission, context)), request }
  return { next, result: next }
}

function userIdIn(people: Submission['people']): (id: string) => string {
  const userIds = new Map(Object.entries(people).map(([userId, { openId }]) => [openId, userId]))
  return (id) => userIds.get(id) ?? id
}

// Hashed with the person, so that nobody's key can name somebody else's instance.
function idFor(ctx: UseCaseContext, { userId, idempotencyKey }: Input): string {
  if (idempotencyKey === undefined) return ctx.newId()
  return ctx.hash(JSON.stringify(['instance', userId, idempotencyKey])).slice(0, 32)
}
