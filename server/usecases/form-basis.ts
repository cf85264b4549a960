import type { Definition } from '../../shared/definition.ts'
import { checkedForm } from '../../shared/form/checked-form.ts'
import type { CellValue, Column, Field } from '../../shared/form/field.ts'
import type { FormBasis } from '../../shared/responses.ts'
import { wallAt } from '../../shared/time/clock.ts'
import type { WallTime } from '../../shared/time/spans.ts'
import { dayAt, timeRulesOf, type Calendar } from '../domain/calendar.ts'
import { toCompanyTime } from '../domain/company-time.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, type Directory } from './directory.ts'

/** What a page needs to fill in a form besides its fields, for this person and now. */
export async function formBasis(
  ctx: UseCaseContext,
  { form }: Pick<Definition, 'form'>,
  userId: string,
): Promise<FormBasis> {
  const calendar = await ctx.calendar()
  const at = ctx.now()
  const self = createSelf(createDirectory(ctx.people), userId)
  const found = await Promise.all(
    placesIn(form).map(async ({ place, field }) => {
      const value = 'default' in field ? await defaultOf(field, { calendar, at, self }) : undefined
      return value === undefined ? [] : [[place, value] as const]
    }),
  )
  return {
    steps: [...checkedForm(form).steps],
    time: toCompanyTime(calendar, dayAt(at, calendar.timeZone)),
    defaults: Object.fromEntries(found.flat()),
    names: self.names,
  }
}

/** The fields as pages are told them: where options come from, and by which secrets, is nobody's business. */
export const publicFields = (form: readonly Field[]): Field[] =>
  form.map((field) =>
    field.type === 'table'
      ? { ...field, columns: field.columns.map((column) => publicColumn(column)) }
      : publicColumn(field),
  )

function publicColumn<F extends Column>(field: F): F {
  if (!('options' in field) || Array.isArray(field.options)) return field
  const { dependsOn, search } = field.options
  return { ...field, options: { dependsOn, search } }
}

/** Every field and column, with where it stands: `items.date` in whatever row. */
export const placesIn = (form: readonly Field[]): { place: string; field: Field }[] =>
  form.flatMap((field) => [
    { place: field.key, field },
    ...(field.type === 'table'
      ? field.columns.map((column) => ({ place: `${field.key}.${column.key}`, field: column }))
      : []),
  ])

type Now = { calendar: Calendar; at: number; self: Self }

/** Undefined where it cannot be told, as Feishu does not answer: the form opens all the same. */
async function defaultOf(
  field: Extract<Field, { default?: unknown }>,
  { calendar, at, self }: Now,
): Promise<CellValue | undefined> {
  const value = field.default
  if (value === undefined) return undefined
  if (field.type === 'date' && value === 'today') return dayAt(at, calendar.timeZone)
  if (field.type === 'datetime' && value === 'now') return timeAt(at, calendar)
  if (field.type === 'contact') return self.person()
  if (field.type === 'department') return self.department()
  return value as CellValue
}

const timeAt = (at: number, calendar: Calendar): WallTime =>
  new Date(wallAt(at, timeRulesOf(calendar).offsetAt)).toISOString().slice(0, 16)

type Self = {
  person: () => Promise<string[] | undefined>
  department: () => Promise<string[] | undefined>
  /** Of whom and what was asked for. */
  names: Record<string, string>
}

/** Whoever fills the form in, and their main department. */
function createSelf(directory: Directory, userId: string): Self {
  const names: Record<string, string> = {}
  const named = (id: string, name: string): string[] => {
    names[id] = name
    return [id]
  }
  const contact = () => directory.active(userId).catch(() => undefined)
  return {
    names,
    person: async () => {
      const found = await contact()
      return found && named(found.userId, found.name)
    },
    department: async () => {
      const id = (await contact())?.openDepartmentIds[0]
      const found = id === undefined ? undefined : await directory.department(id).catch(() => undefined)
      return found && named(found.openDepartmentId, found.name)
    },
  }
}
