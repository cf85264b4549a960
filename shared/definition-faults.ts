import { attendanceFaults } from './attendance/resolve.ts'
import type { AttendanceRule } from './attendance/rule.ts'
import { bytesOfForm, LARGEST_BODY_BYTES } from './form/body-size.ts'
import { conditionFaults } from './form/condition-faults.ts'
import { titleFaults } from './form/title-words.ts'
import type { LocalizedText } from './locale.ts'
import type { ApproverRule, CcRule, FlowGroup, FlowNode, Viewer } from './flow.ts'
import type { Field } from './form/field.ts'
import { formFaults, under } from './form/form-faults.ts'
import { MOST_CC, MOST_TASKS } from './instance-limits.ts'
import type { Fault } from './plain-words.ts'

type Parts = {
  code: string
  name: LocalizedText
  title?: LocalizedText | undefined
  viewers: Viewer[]
  form: Field[]
  flow: (FlowNode | FlowGroup)[]
  cc: CcRule[]
  then?: AttendanceRule[] | undefined
}
/** Every node with where it stands. */
type Way = readonly { node: FlowNode; path: (string | number)[] }[]
type Fields = ReadonlyMap<string, Field>

/**
 * What single values cannot tell: keys used twice, references to what is not there or does not fit, and what can
 * never come true, however the form is filled in.
 */
export function definitionFaults(definition: Parts, way: Way): Fault[] {
  const { form, viewers, cc } = definition
  const fields: Fields = new Map(form.map((field) => [field.key, field]))
  return [
    ...formFaults(form),
    ...twice(way.map(({ node }) => node.id)).map((at) =>
      fault([...(way[at]?.path ?? []), 'id'], 'is used twice'),
    ),
    ...titleFaults(definition),
    ...viewerFaults(viewers),
    ...way.flatMap(({ node, path }) => under(path, nodeFaults(node, fields))),
    ...cc.flatMap((rule, at) =>
      'field' in rule ? under(['cc', at], contactFaults(rule.field, fields)) : [],
    ),
    ...attendanceFaults(definition),
    ...tooMany(definition, way),
    ...tooLarge(form, way),
  ]
}

function nodeFaults({ when, approvers, mode, reason, attachments }: FlowNode, fields: Fields): Fault[] {
  const missing = 'field' in approvers ? contactFaults(approvers.field, fields) : []
  const most = mostPeople(approvers, fields)
  const votes = typeof mode === 'object' && 'atLeast' in mode ? mode.atLeast : 0
  return [
    ...(when ? under(['when'], conditionFaults(when, fields)) : []),
    ...under(['approvers'], missing),
    ...(missing.length === 0 && votes > most
      ? [fault(['mode', 'atLeast'], `asks for ${votes} to agree, but there are ${most} at most`)]
      : []),
    ...(attachments === 'optional' && reason === 'none'
      ? [fault(['attachments'], 'cannot stand beside reason: none, as Feishu asks for both in one dialog')]
      : []),
  ]
}

function contactFaults(key: string, fields: Fields): Fault[] {
  const field = fields.get(key)
  if (!field) return [fault(['field'], `no form field has the key ${key}`)]
  if (field.type === 'contact') return []
  return [fault(['field'], `field ${key} is ${field.type}, people can only come from a contact field`)]
}

/** How many people a rule can find. */
function mostPeople(rule: ApproverRule, fields: Fields): number {
  if ('users' in rule) return new Set(rule.users).size
  if ('initiatorChoice' in rule) return 100
  if (!('field' in rule)) return 1
  const field = fields.get(rule.field)
  return field?.type === 'contact' ? field.maxCount : 0
}

function viewerFaults(viewers: readonly Viewer[]): Fault[] {
  const none = viewers.findIndex(({ type }) => type === 'NONE')
  return none >= 0 && viewers.some(({ type }) => type !== 'NONE')
    ? [fault(['viewers', none], 'NONE is nobody, and stands beside others: leave one of them out')]
    : []
}

/** More than Feishu takes whatever the form says, so that nobody could ever start it. */
function tooMany({ cc }: Parts, way: Way): Fault[] {
  // A node whose rule finds nobody goes to the managers, so each counts one at least.
  const always = way.filter(({ node }) => !node.when)
  const people = ({ node: { approvers } }: (typeof always)[number]) =>
    'users' in approvers ? new Set(approvers.users).size : 1
  const tasks = always.reduce((sum, one) => sum + people(one), 0)
  const told = new Set(cc.flatMap((rule) => ('users' in rule ? rule.users : []))).size
  return [
    ...(tasks > MOST_TASKS
      ? [fault(['flow'], `asks ${tasks} people in all, but Feishu takes ${MOST_TASKS} tasks of an approval`)]
      : []),
    ...(told > MOST_CC
      ? [fault(['cc'], `tells ${told} people, but Feishu takes ${MOST_CC} cc of an approval`)]
      : []),
  ]
}

/** More than the server takes at once, so that whoever fills it in could not send it. */
function tooLarge(form: Field[], way: Way): Fault[] {
  const bytes = bytesOfForm({ form, way })
  if (bytes <= LARGEST_BODY_BYTES) return []
  const message = `could be ${inMegabytes(bytes)} MB with whom the initiator chooses, but ${inMegabytes(LARGEST_BODY_BYTES)} MB can be sent: fewer or shorter fields, or fewer nodes with initiatorChoice`
  return [fault(['form'], message)]
}

const inMegabytes = (bytes: number): number => Math.ceil(bytes / (1024 * 1024))

const fault = (path: (string | number)[], message: string): Fault => ({ path, message })

/** Positions whose value stood earlier already. */
function twice(values: readonly string[]): number[] {
  return values.flatMap((value, at) => (values.indexOf(value) < at ? [at] : []))
}
