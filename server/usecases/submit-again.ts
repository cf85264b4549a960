import type { FormValues } from '../../shared/form/field.ts'
import { idsIn, listOf, mapLeaves } from '../../shared/form/leaves.ts'
import { own } from '../../shared/own.ts'
import type { InstanceView, PersonView } from '../../shared/responses.ts'
import type { Definition } from '../../shared/definition.ts'
import { wayOf } from '../../shared/definition.ts'
import type { Locale } from '../../shared/locale.ts'
import { eventsOf, type Act } from '../domain/act.ts'
import { ownerOf, type Files, type Instance } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { formInvalid } from './check-submission.ts'
import { filesNamedBy } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { linkedIn } from './linked-approvals.ts'
import { findReadable } from './find-readable.ts'
import { definitionOf } from './stored.ts'
import { toPerson } from './views.ts'

const OVER: ReadonlySet<Instance['status']> = new Set(['REJECTED', 'CANCELED', 'TERMINATED'])

/** Whether this person may submit another one like it: what they started came to nothing. */
export const maySubmitAgain = (instance: Instance, userId: string): boolean =>
  !instance.mirror &&
  OVER.has(instance.status) &&
  [instance.initiator.userId, ownerOf(instance)].includes(userId)

/** Whom they chose then, to be offered again: approvers by node, and who was told besides those of the definition. */
export function chosenIn(
  { instance, history }: Pick<InstanceRecord, 'instance' | 'history'>,
  definition: Definition,
): NonNullable<InstanceView['actions'][number]['chosen']> {
  const toPeople = (ids: readonly string[]): PersonView[] => ids.map((id) => toPerson(instance, id))
  const submitted = history.findLast(({ verb }) => verb === 'submit' || verb === 'resubmit')
  const route = submitted ? submittedIn(submitted).flatMap((event) => event.route) : []
  const nodes = wayOf(definition).flatMap(({ node }) =>
    'initiatorChoice' in node.approvers ? [node.id] : [],
  )
  const approvers = route.flatMap(({ id, approvers, skipped }): [string, PersonView[]][] =>
    nodes.includes(id) && !skipped ? [[id, toPeople(approvers)]] : [],
  )
  return { approvers: Object.fromEntries(approvers), cc: toPeople(ccChosen(history, definition, instance)) }
}

/** Those who were told as it started stand behind its start, before anything else. */
function ccChosen(
  history: InstanceRecord['history'],
  definition: Definition,
  { form }: Instance,
): readonly string[] {
  const behind = history[0]?.events.slice(1) ?? []
  const end = behind.findIndex(({ type }) => type !== 'cc_added')
  const told = behind.slice(0, end < 0 ? undefined : end)
  const byRule = definition.cc.flatMap((rule) =>
    'users' in rule ? rule.users : listOf(own(form, rule.field)),
  )
  return told.flatMap((event) =>
    event.type === 'cc_added' && !byRule.includes(event.userId) ? [event.userId] : [],
  )
}

const submittedIn = (act: Act) => [...eventsOf(act, 'started'), ...eventsOf(act, 'resubmitted')]

type Asked = { from: string | undefined; userId: string; locale: Locale }

/** What of an earlier approval's form another one may name again. */
export type Earlier = { files: Files; linked: readonly string[] }

/**
 * The files of the earlier approval's form, and the approvals that it names. Throws `instance_not_found` for what
 * the person may not see, `form_invalid` for what is not theirs to submit again.
 */
export async function earlierFor(ctx: UseCaseContext, { from, userId, locale }: Asked): Promise<Earlier> {
  if (from === undefined) return { files: {}, linked: [] }
  const { instance } = await findReadable(ctx, from, userId)
  if (!maySubmitAgain(instance, userId)) throw formInvalid([{ field: 'from', rule: 'not_an_option' }], locale)
  const { definition } = await definitionOf(ctx, instance)
  const named = filesNamedBy(definition.form, instance.form).flatMap(({ ids }) => ids)
  const files = Object.entries(instance.files ?? {}).filter(([id]) => named.includes(id))
  return { files: Object.fromEntries(files), linked: linkedIn(definition, instance.form) }
}

/** The id of the copy that an instance has of an earlier one's file: the same whenever it is asked for. */
const copyId = ({ hash }: Pick<UseCaseContext, 'hash'>, instanceId: string, fileId: string): string =>
  hash(JSON.stringify(['copy', instanceId, fileId])).slice(0, 32)

/**
 * The form with copies in place of earlier files: each approval has files of its own, so who may open them and when
 * they go is the same as ever. A copy that is there already, of an earlier attempt, is taken as it is.
 */
export async function withCopies(
  ctx: UseCaseContext,
  { form: fields }: Pick<Definition, 'form'>,
  form: FormValues,
  { earlier, instanceId, userId }: { earlier: Files; instanceId: string; userId: string },
): Promise<FormValues> {
  const wanted = idsIn(fields, form, ['image', 'attachment'])
  const copies = new Map<string, string>()
  for (const id of new Set(wanted.filter((one) => Object.hasOwn(earlier, one)))) {
    const copy = copyId(ctx, instanceId, id)
    if (await hasCopy(ctx, { id, copy, instanceId, userId })) copies.set(id, copy)
  }
  return mapLeaves(fields, form, ({ field, value }) =>
    field.type === 'image' || field.type === 'attachment'
      ? listOf(value).map((one) => copies.get(one) ?? one)
      : value,
  )
}

type Copying = { id: string; copy: string; instanceId: string; userId: string }

/** False for a file whose content is gone: it is then refused like any other that cannot be used. */
async function hasCopy(ctx: UseCaseContext, { id, copy, instanceId, userId }: Copying): Promise<boolean> {
  const { attachments } = ctx.store
  if (await attachments.read(copy)) return true
  const original = await attachments.read(id)
  const content = original && (await attachments.open(id))
  if (!original || content?.size !== original.size) {
    await content?.close()
    return false
  }
  const { name, size, type } = original
  try {
    await attachments.add({ id: copy, uploadedBy: userId }, content.pieces, () => ({
      id: copy,
      name,
      size,
      type,
      uploadedBy: userId,
      uploadedAt: ctx.now(),
      claim: { instanceId, at: ctx.now() },
      kept: false,
    }))
    return true
  } finally {
    await content.close()
  }
}
