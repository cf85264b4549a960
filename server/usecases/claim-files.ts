import type { Definition } from '../../shared/definition.ts'
import type { Field, FormValues } from '../../shared/form/field.ts'
import type { FormFault } from '../../shared/form/form-fault.ts'
import type { Locale } from '../../shared/locale.ts'
import { leavesOf, listOf } from '../../shared/form/leaves.ts'
import type { Files } from '../domain/instance.ts'
import type { AttachmentRecord } from '../store/contract.ts'
import { formInvalid } from './check-submission.ts'
import type { UseCaseContext } from './context.ts'
import { isNamed } from './kept-files.ts'

/** Files that somebody names; they have to be their own uploads, and of no other instance. */
export type NamedFiles = {
  field: string
  ids: readonly string[]
  by: string
  /** null: none yet. */
  instanceId: string | null
  locale: Locale
  /** Only images will do. */
  isImage?: boolean
  /** What the instance names already stays there, also when somebody else submits it again. */
  known?: Files | undefined
}

/** How long an instance that is about to name a file may take for it. */
const CLAIM_MS = 60_000

/**
 * Binds files to the instance that is about to name them, so that no other can. Throws `form_invalid` for any
 * that cannot be used. One that was bound before another failed is free again after a minute.
 */
export async function claimFiles(
  ctx: UseCaseContext,
  named: NamedFiles & { instanceId: string },
): Promise<Files> {
  const records = await usableFiles(ctx, named)
  for (const record of records) await claim(ctx, record, named)
  return Object.fromEntries(records.map(({ id, name, size, type }) => [id, { name, size, type }]))
}

/** Binds what a form names; all are looked at before the first is bound. */
export async function claimFormFiles(
  ctx: UseCaseContext,
  definition: Pick<Definition, 'form'>,
  form: FormValues,
  claim: { by: string; instanceId: string; locale: Locale; known?: Files | undefined },
): Promise<Files> {
  const named = filesNamedBy(definition.form, form).map((one) => ({ ...one, ...claim }))
  for (const one of named) await usableFiles(ctx, one)
  let files: Files = {}
  for (const one of named) files = { ...files, ...(await claimFiles(ctx, one)) }
  return files
}

/** Looks at what a form names, besides these, and binds nothing. Throws `form_invalid`. */
export async function assertUsable(
  ctx: UseCaseContext,
  definition: Pick<Definition, 'form'>,
  form: FormValues,
  { besides, ...claim }: Pick<NamedFiles, 'by' | 'instanceId' | 'locale' | 'known'> & { besides: Files },
): Promise<void> {
  for (const one of filesNamedBy(definition.form, form)) {
    const ids = one.ids.filter((id) => !Object.hasOwn(besides, id))
    await usableFiles(ctx, { ...one, ...claim, ids })
  }
}

/** What the file fields of a form name, each with where it stands. */
export function filesNamedBy(
  fields: readonly Field[],
  form: FormValues,
): { field: string; ids: readonly string[]; isImage: boolean }[] {
  return leavesOf(fields, form).flatMap(({ field: { type }, value, path }) =>
    type === 'image' || type === 'attachment'
      ? [{ field: path, ids: listOf(value), isImage: type === 'image' }]
      : [],
  )
}

/** The same check without binding anything. Throws `form_invalid`. */
async function usableFiles(ctx: UseCaseContext, named: NamedFiles): Promise<AttachmentRecord[]> {
  const ids = [...new Set(named.ids)]
  const records = await Promise.all(ids.map((id) => ctx.store.attachments.read(id)))
  const usable = await Promise.all(records.map((record) => isUsable(ctx, record, named)))
  if (usable.includes(false)) throw formInvalid([unusable(named)], named.locale)
  return records.filter((record) => record !== undefined)
}

async function isUsable(
  ctx: UseCaseContext,
  record: AttachmentRecord | undefined,
  { by, instanceId, isImage = false, known = {} }: NamedFiles,
): Promise<boolean> {
  if (!record || (record.uploadedBy !== by && !Object.hasOwn(known, record.id))) return false
  if (isImage && !record.type.startsWith('image/')) return false
  // What nobody could open later is not named.
  if ((await ctx.store.attachments.contentSize(record.id)) !== record.size) return false
  const { claim: held } = record
  if (!held || held.instanceId === instanceId) return true
  // A claim of the future was made before the clock was set back.
  return Math.abs(ctx.now() - held.at) > CLAIM_MS && !(await isNamed(ctx, record))
}

/** `seen` was found usable; whoever was quicker since has it. */
async function claim(
  ctx: UseCaseContext,
  seen: AttachmentRecord,
  named: NamedFiles & { instanceId: string },
): Promise<void> {
  const { instanceId, locale } = named
  await ctx.store.attachments.change(seen.id, (current) => {
    const holder = current?.claim?.instanceId
    if (!current || (holder !== instanceId && holder !== seen.claim?.instanceId)) {
      throw formInvalid([unusable(named)], locale)
    }
    if (current.kept && holder === instanceId) return undefined
    return { ...current, claim: { instanceId, at: ctx.now() } }
  })
}

const unusable = ({ field }: NamedFiles): FormFault => ({ field, rule: 'not_an_option' })
