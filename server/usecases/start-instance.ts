import { readNumberFormat, seriesOf, type NumberSeries } from '../../shared/document-number.ts'
import type { SubmitRequest } from '../../shared/requests.ts'
import type { Definition } from '../../shared/definition.ts'
import type { Locale } from '../../shared/locale.ts'
import type { Day } from '../../shared/time/days.ts'
import { dayAt, timeRulesOf } from '../domain/calendar.ts'
import { submit, type Submission } from '../domain/verbs/submit.ts'
import { toRecord } from '../domain/outbox/effects.ts'
import type { ActContext } from '../domain/act.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { Change } from '../store/contract.ts'
import { assertUsable, claimFormFiles } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { changeWithDelegates } from './commit.ts'
import { localeFor } from './definition-views.ts'
import { createDirectory, type Directory } from './directory.ts'
import { linkedApprovals } from './linked-approvals.ts'
import { planSubmission } from './plan-submission.ts'
import { assertSame, digestsOf, type KeyedRequest } from './same-request.ts'
import { earlierFor, withCopies } from './submit-again.ts'

export type StartRequest = SubmitRequest & {
  locale: Locale | undefined
  /** The same key of the same starter always stands for the same instance. */
  idempotencyKey?: string | undefined
}

/** Who starts an approval, themselves or in whose name. */
export type Starter = {
  /** Whose keys are looked up, the first for what is new: nobody's key can name what somebody else started. */
  keyOwners: readonly string[]
  /** Of another system: in whose name, as it says. */
  initiator?: string | undefined
  /** Their user_id, who may start it, or an error. Asked once it is clear that nothing is repeated. */
  admit: (directory: Directory) => Promise<{ userId: string; version: DefinitionRecord }>
  origin: (userId: string) => Pick<ActContext, 'by' | 'via' | 'service'>
  /** Whose uploads the form may name. */
  uploader: (userId: string) => string
}

/**
 * Starts an approval. A repeat under the same key answers the instance it started then, without asking
 * Feishu; with anything else in it, it is `idempotency_mismatch`. Throws what `admit` does,
 * `form_invalid`, `person_not_found`, `feishu_unavailable`.
 */
export async function startInstance(
  ctx: UseCaseContext,
  request: StartRequest,
  starter: Starter,
): Promise<InstanceRecord> {
  const { idempotencyKey: key } = request
  const { form: given, definition: code, approvers, cc } = request
  const keyed: KeyedRequest = { form: given, definition: code, approvers, cc, initiator: starter.initiator }
  const ids = key === undefined ? [] : starter.keyOwners.map((owner) => idUnder(ctx, owner, key))
  const repeated = await firstThere(ctx, ids)
  if (repeated) {
    assertSame(ctx.hash, repeated, keyed)
    return repeated
  }
  const id = ids[0] ?? ctx.newId()
  const directory = createDirectory(ctx.people)
  const { userId, version } = await starter.admit(directory)
  const locale = localeFor(version.definition, request.locale)
  const calendar = await ctx.calendar()
  const asked = { ...request, userId, locale, time: timeRulesOf(calendar), options: ctx.options }
  const earlier = await earlierFor(ctx, { from: request.from, userId, locale })
  const { unfound, ...plan } = await planSubmission(directory, version.definition, asked, 'complete')
  const claim = { by: starter.uploader(userId), instanceId: id, locale }
  // What would be refused copies no file.
  await assertUsable(ctx, version.definition, plan.form, { ...claim, besides: earlier.files })
  const linking = { userId, locale, kept: earlier.linked }
  const linked = await linkedApprovals(ctx, version.definition, plan.form, linking)
  const form = await withCopies(ctx, version.definition, plan.form, {
    earlier: earlier.files,
    instanceId: id,
    userId,
  })
  const files = await claimFormFiles(ctx, version.definition, form, claim)
  const definition = { code: version.code, version: version.version }
  const record = await changeWithDelegates(ctx, id, (current, delegateOf, nextNumber) => {
    const context = { ...starter.origin(userId), at: ctx.now(), delegateOf }
    const series = seriesOn(dayAt(context.at, calendar.timeZone), version.definition)
    const number = !current && series ? nextNumber(series) : undefined
    return begin(
      ctx,
      current,
      keyed,
      {
        ...plan,
        ...afterApproval(version.definition),
        linked,
        id,
        definition,
        ...(number && { number }),
        files,
        form,
      },
      context,
    )
  })
  for (const node of unfound) ctx.noApprover({ definition: version.code, version: version.version, node })
  return record
}

/** What may still become of it then. */
const afterApproval = ({ then, revert: revertDays }: Definition) => ({
  ...(then && { attends: true as const }),
  ...(revertDays !== undefined && { revertDays }),
})

/** What its number is one of, where its definition gives numbers. */
function seriesOn(day: Day, { code, number }: Definition): NumberSeries | undefined {
  const format = number === undefined ? undefined : readNumberFormat(number).format
  return format && seriesOf(code, format, day)
}

async function firstThere(
  { store }: Pick<UseCaseContext, 'store'>,
  ids: readonly string[],
): Promise<InstanceRecord | undefined> {
  for (const id of ids) {
    const record = await store.instances.read(id)
    if (record) return record
  }
  return undefined
}

function begin(
  { hash }: Pick<UseCaseContext, 'hash'>,
  current: InstanceRecord | undefined,
  keyed: KeyedRequest,
  submission: Submission,
  context: ActContext,
): Change<InstanceRecord> {
  if (current) {
    // The same key, submitted twice at the same time: the first one has it.
    assertSame(hash, current, keyed)
    return { result: current }
  }
  const request = digestsOf(hash, keyed, userIdIn(submission.people))
  const next: InstanceRecord = { ...toRecord(undefined, submit(submission, context)), request }
  return { next, result: next }
}

function userIdIn(people: Submission['people']): (id: string) => string {
  const userIds = new Map(Object.entries(people).map(([userId, { openId }]) => [openId, userId]))
  return (id) => userIds.get(id) ?? id
}

const idUnder = ({ hash }: Pick<UseCaseContext, 'hash'>, owner: string, key: string): string =>
  hash(JSON.stringify(['instance', owner, key])).slice(0, 32)
