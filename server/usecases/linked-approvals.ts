import type { Definition } from '../../shared/definition.ts'
import type { FieldOf, FormValues } from '../../shared/form/field.ts'
import type { FormFault } from '../../shared/form/form-fault.ts'
import { idsIn, leavesOf, listOf } from '../../shared/form/leaves.ts'
import type { Locale } from '../../shared/locale.ts'
import { flowCaption } from '../domain/flow-picture.ts'
import { mayView, type Instance, type LinkedApprovals } from '../domain/instance.ts'
import { isGone, isOfKind, toLinked } from '../domain/linked.ts'
import { formInvalid } from './check-submission.ts'
import type { UseCaseContext } from './context.ts'
import { AT_ONCE } from './directory.ts'
import { definitionOf, isInstanceId } from './stored.ts'

/** Of one form: each is read before it is taken. */
export const MOST_LINKED = 200

type Linking = {
  userId: string
  locale: Locale
  /** Of what is submitted again: it cannot name itself. */
  self?: string | undefined
  /** What its form named before may stay, whoever sees it and whatever became of it. */
  kept: readonly string[]
}

type Named = { field: FieldOf<'approval'>; path: string; ids: readonly string[] }

/**
 * What the approvals that a form names are called, to be stored with it; undefined where it names none. Throws
 * `form_invalid` for one that the person takes no part in, which reads like one that is not there, that is of another
 * kind than the field takes, or is the approval itself.
 */
export async function linkedApprovals(
  ctx: UseCaseContext,
  { form: fields }: Pick<Definition, 'form'>,
  form: FormValues,
  { userId, locale, self, kept }: Linking,
): Promise<LinkedApprovals | undefined> {
  const named = leavesOf(fields, form).flatMap(({ field, value, path }): Named[] =>
    field.type === 'approval' ? [{ field, path, ids: listOf(value) }] : [],
  )
  if (named.length === 0) return undefined
  const found = await readAll(ctx, named, locale)
  const isFit = ({ definitions }: Named['field'], id: string): boolean => {
    const instance = found.get(id)
    if (!instance || id === self || !isOfKind(instance, definitions)) return false
    return kept.includes(id) || (mayView(instance, userId) && !isGone(instance))
  }
  const faults = named
    .filter(({ field, ids }) => !ids.every((id) => isFit(field, id)))
    .map(({ path }): FormFault => ({ field: path, rule: 'not_an_option' }))
  if (faults.length > 0) throw formInvalid(faults, locale)
  const linked = [...found].map(async ([id, instance]) => {
    const { definition } = await definitionOf(ctx, instance)
    return [id, toLinked(flowCaption(instance, definition))] as const
  })
  return Object.fromEntries(await Promise.all(linked))
}

/** What a form names. */
export const linkedIn = ({ form: fields }: Pick<Definition, 'form'>, form: FormValues): string[] =>
  idsIn(fields, form, ['approval'])

/** A few at a time: whoever names two hundred must not keep others from reading. */
async function readAll(
  ctx: UseCaseContext,
  named: readonly Named[],
  locale: Locale,
): Promise<Map<string, Instance>> {
  const ids = new Set<string>()
  for (const one of named) {
    for (const id of one.ids) ids.add(id)
    if (ids.size > MOST_LINKED)
      throw formInvalid([{ field: one.path, rule: 'too_many', limit: MOST_LINKED }], locale)
  }
  const wanted = [...ids].filter(isInstanceId)
  const found = new Map<string, Instance>()
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const some = wanted.slice(from, from + AT_ONCE)
    const records = await Promise.all(some.map((id) => ctx.store.instances.read(id)))
    for (const record of records) if (record) found.set(record.instance.id, record.instance)
  }
  return found
}
