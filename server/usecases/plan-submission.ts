import type { SubmitRequest } from '../../shared/requests.ts'
import type { CcTime } from '../../shared/flow.ts'
import type { Definition } from '../../shared/definition.ts'
import type { FormValues } from '../../shared/form/field.ts'
import type { Locale } from '../../shared/locale.ts'
import { own } from '../../shared/own.ts'
import { idsIn, listOf } from '../../shared/form/leaves.ts'
import type { TimeRules } from '../../shared/time/time-rules.ts'
import { REFUSAL_TEXTS } from '../../shared/refusal-texts.ts'
import { AppError } from '../domain/errors.ts'
import type { ChosenOptions, Initiator, KnownPerson, RouteNode } from '../domain/instance.ts'
import { MOST_CC, MOST_TASKS } from '../../shared/instance-limits.ts'
import { planRoute } from '../domain/engine/route.ts'
import type { Contact } from '../feishu/port.ts'
import type { OptionsPort } from '../options/port.ts'
import { checkOptions } from './check-options.ts'
import { assertChoices, formInvalid, type Strictness } from './check-submission.ts'
import { resolveNamed, stillThere, type Directory } from './directory.ts'
import { findApprovers } from './find-approvers.ts'
import { readWithPeople } from './people-in-form.ts'

export type SubmissionPlan = {
  initiator: Initiator
  /** With every person as user_id, and without what was left empty. */
  form: FormValues
  /** Names of the departments in the form. */
  departments: Readonly<Record<string, string>>
  /** Options of other systems in the form. */
  chosen: ChosenOptions | undefined
  route: readonly RouteNode[]
  ccAtStart: readonly string[]
  ccAtEnd: readonly string[]
  ccIfApproved: readonly string[]
  people: Readonly<Record<string, KnownPerson>>
  /** Nodes whose rule found nobody, so that the managers stand in. */
  unfound: readonly string[]
}

type Submission = Pick<SubmitRequest, 'form' | 'approvers' | 'cc'> & {
  userId: string
  locale: Locale
  time: TimeRules
  /** Asked for what is submitted; a form that is still filled in costs other systems nothing. */
  options: OptionsPort
}

/** Checks what was submitted and finds everyone it names or leads to; nothing is stored. */
export async function planSubmission(
  directory: Directory,
  definition: Definition,
  { form: given, approvers, cc, userId, locale, time, options }: Submission,
  strictness: Strictness,
): Promise<SubmissionPlan> {
  const form = await readWithPeople(directory, definition, { given, time, locale, strictness })
  assertChoices(definition, form, approvers, locale, strictness)
  const contact = await initiatorOf(directory, userId)
  const isComplete = strictness === 'complete'
  const [named, initiator, choices, chosen] = await Promise.all([
    resolveNamed(directory, 'cc', cc),
    toInitiator(directory, contact),
    resolveChoices(directory, approvers),
    isComplete ? checkOptions(options, definition.form, form, { userId, locale }) : undefined,
  ])
  const [departments, found, ccAtStart, ccIfApproved, ccAtEnd] = await Promise.all([
    departmentsIn(directory, definition, form),
    findApprovers(directory, { definition, form, initiator: contact, chosen: choices }),
    ccFrom(directory, definition, form, 'start'),
    ccFrom(directory, definition, form, 'approved'),
    ccFrom(directory, definition, form, 'end'),
  ])
  const route = planRoute(definition, form, userId, found)
  const told = { ccAtStart: [...new Set([...named, ...ccAtStart])], ccIfApproved, ccAtEnd }
  const everyCc = Object.values(told).flat()
  assertLimits(route, everyCc, locale)
  const people = directory.known([userId, ...peopleIn(definition, form, route), ...everyCc])
  const unfound = Object.keys(found.approvers).filter((node) => found.approvers[node]?.length === 0)
  return { initiator, form, departments, chosen, route, ...told, people, unfound }
}

async function initiatorOf(directory: Directory, userId: string): Promise<Contact> {
  const contact = await directory.active(userId)
  if (!contact) throw new AppError('unauthorized', 'This account is not active.')
  return contact
}

async function toInitiator(directory: Directory, contact: Contact): Promise<Initiator> {
  const { userId, openId, name } = contact
  const [main] = contact.openDepartmentIds
  const department = main === undefined ? undefined : await directory.department(main)
  if (!department) return { userId, openId, name, department: null }
  const { departmentId, openDepartmentId } = department
  return { userId, openId, name, department: { departmentId, openDepartmentId, name: department.name } }
}

async function resolveChoices(
  directory: Directory,
  approvers: SubmitRequest['approvers'],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const chosen = Object.entries(approvers).map(async ([nodeId, ids]) => {
    return [nodeId, await resolveNamed(directory, `approvers.${nodeId}`, ids)] as const
  })
  return new Map(await Promise.all(chosen))
}

async function ccFrom(
  directory: Directory,
  definition: Definition,
  form: FormValues,
  at: CcTime,
): Promise<string[]> {
  const ids = definition.cc
    .filter((rule) => rule.at === at)
    .flatMap((rule) => ('users' in rule ? rule.users : listOf(own(form, rule.field))))
  return stillThere(directory, ids)
}

function assertLimits(route: readonly RouteNode[], cc: readonly string[], locale: Locale): void {
  const inPlay = route.filter(({ skipped }) => !skipped)
  if (inPlay.some(({ approvers }) => approvers.length === 0)) {
    throw new AppError(
      'person_not_found',
      'Neither an approver nor a manager of the definition can be found.',
      {
        details: [{ field: 'managers', rule: 'person_not_found' }],
        words: REFUSAL_TEXTS.nobodyDecides,
      },
    )
  }
  const tasks = inPlay.reduce((sum, { approvers }) => sum + approvers.length, 0)
  if (tasks > MOST_TASKS)
    throw formInvalid([{ field: 'approvers', rule: 'too_many', limit: MOST_TASKS }], locale)
  if (new Set(cc).size > MOST_CC) {
    throw formInvalid([{ field: 'cc', rule: 'too_many', limit: MOST_CC }], locale)
  }
}

async function departmentsIn(
  directory: Directory,
  definition: Definition,
  form: FormValues,
): Promise<Record<string, string>> {
  const names = idsIn(definition.form, form, ['department']).map(async (id) => {
    const department = await directory.department(id)
    return [id, department?.name ?? id] as const
  })
  return Object.fromEntries(await Promise.all(names))
}

function peopleIn(definition: Definition, form: FormValues, route: readonly RouteNode[]): string[] {
  return [...idsIn(definition.form, form, ['contact']), ...route.flatMap(({ approvers }) => approvers)]
}
