import { findNamed } from '../contact/lookup.ts'
import type { LocalizedText } from '../localized.ts'
import { Refusal } from '../platform/answer.ts'
import { readParams } from '../platform/params.ts'
import type { StoredCc, StoredInstance, StoredTask } from '../store/records.ts'
import type { State } from '../store/state.ts'
import { readTexts, type Texts } from './i18n.ts'
import { InstanceWire, type CcWire, type TaskWire } from './instance-schema.ts'

/** A push that keeps every documented rule, with people found and texts resolved. */
export type Push = StoredInstance & { mode: 'UPDATE' | 'REPLACE'; modeDefaulted: boolean }

const FORM_LIMIT = 2_048

export function readPush(state: State, body: unknown): Push {
  const parsed = readParams(InstanceWire, body)
  const { task_list = [], cc_list = [], i18n_resources, user_id, open_id, ...wire } = parsed
  if (!state.definitions.get(wire.approval_code)) {
    throw new Refusal(1390002, 'approval_code: not a code that 创建三方审批定义 answered')
  }
  checkIds(state, parsed.instance_id, task_list, cc_list)
  const texts = readTexts(i18n_resources)
  const form = readForm(texts, wire.form ?? [])
  return {
    id: wire.instance_id,
    approvalCode: wire.approval_code,
    userId: readInitiator(state, parsed),
    wire,
    mode: wire.update_mode,
    modeDefaulted: (body as { update_mode?: unknown }).update_mode === undefined,
    title: texts.optional('title', wire.title),
    userName: texts.optional('user_name', wire.user_name),
    departmentName: texts.optional('department_name', wire.department_name),
    form,
    tasks: Object.fromEntries(task_list.map((task, at) => [task.task_id, readTask(state, texts, task, at)])),
    ccs: Object.fromEntries(cc_list.map((cc, at) => [cc.cc_id, readCc(state, cc, at)])),
  }
}

/** Someone must have started it; only the documented clean-up (REPLACE, ended) may leave everybody out. */
function readInitiator(state: State, wire: InstanceWire): string {
  const person = findNamed(state, 'instance', wire)
  const cleanUp = wire.update_mode === 'REPLACE' && wire.status === 'APPROVED'
  if (!person && wire.user_name === undefined && !cleanUp) {
    throw new Refusal(
      1390001,
      'user_id: the initiator needs a user_id or an open_id (or a user_name when it is no person)',
    )
  }
  return person?.userId ?? ''
}

function readForm(
  texts: Texts,
  form: { name?: string | undefined; value?: string | undefined }[],
): StoredInstance['form'] {
  const resolved = form.map((field, at) => ({
    name: texts.optional(`form[${String(at)}].name`, field.name) ?? {},
    value: texts.optional(`form[${String(at)}].value`, field.value) ?? {},
  }))
  const locales = new Set(
    resolved.flatMap(({ name, value }) => [...Object.keys(name), ...Object.keys(value)]),
  )
  const length = (text: LocalizedText, locale: string): number => text[locale]?.length ?? 0
  for (const locale of locales) {
    const total = resolved.reduce(
      (sum, { name, value }) => sum + length(name, locale) + length(value, locale),
      0,
    )
    if (total > FORM_LIMIT)
      throw new Refusal(1390001, `form: ${String(total)} characters in all, at most ${String(FORM_LIMIT)}`)
  }
  return resolved
}

function readTask(state: State, texts: Texts, task: TaskWire, at: number): StoredTask {
  const path = `task_list[${String(at)}]`
  const { user_id, open_id, ...wire } = task
  const person = findNamed(state, path, { user_id, open_id })
  if (!person) throw new Refusal(1390001, `${path}: user_id or open_id is required`)
  const names = (wire.action_configs ?? []).flatMap((config, index) => {
    const name = texts.optional(`${path}.action_configs[${String(index)}].action_name`, config.action_name)
    return name ? [[config.action_type, name] as const] : []
  })
  return {
    userId: person.userId,
    wire,
    title: texts.optional(`${path}.title`, wire.title),
    nodeName: texts.optional(`${path}.node_name`, wire.node_name),
    actionNames: Object.fromEntries(names),
  }
}

function readCc(state: State, cc: CcWire, at: number): StoredCc {
  const path = `cc_list[${String(at)}]`
  const { user_id, open_id, ...wire } = cc
  const person = findNamed(state, path, { user_id, open_id })
  if (!person) throw new Refusal(1390001, `${path}: user_id or open_id is required`)
  if (wire.title?.startsWith('@i18n@')) {
    throw new Refusal(1390001, `${path}.title: the title of a cc is plain text, not a text key`)
  }
  return { userId: person.userId, wire }
}

/** Ids differ within an instance across kinds too, and a task id belongs to one instance only. */
function checkIds(state: State, instanceId: string, tasks: TaskWire[], ccs: CcWire[]): void {
  const held = state.instances.get(instanceId)
  const kinds = new Map<string, string>([[instanceId, 'the instance']])
  for (const id of Object.keys(held?.tasks ?? {})) kinds.set(id, 'a task')
  for (const id of Object.keys(held?.ccs ?? {})) kinds.set(id, 'a cc')
  const seen = new Set<string>()
  const claim = (path: string, id: string, kind: string): void => {
    const other = kinds.get(id)
    if (seen.has(id) || (other !== undefined && other !== kind)) {
      throw new Refusal(
        1390001,
        `${path}: ${id} is also the id of ${other ?? kind}; instance, task and cc ids all differ, or items vanish`,
      )
    }
    seen.add(id)
    kinds.set(id, kind)
  }
  tasks.forEach((task, at) => {
    const path = `task_list[${String(at)}].task_id`
    claim(path, task.task_id, 'a task')
    const owner = state.lookups.instanceOfTask.get(task.task_id)
    if (owner !== undefined && owner !== instanceId) {
      throw new Refusal(
        1390001,
        `${path}: ${task.task_id} belongs to another instance; a task id is unique in the app`,
      )
    }
  })
  ccs.forEach((cc, at) => {
    claim(`cc_list[${String(at)}].cc_id`, cc.cc_id, 'a cc')
  })
}
