import { findNamed } from '../contact/lookup.ts'
import { asPrinted } from '../documented.ts'
import type { LocalizedText } from '../localized.ts'
import { Refusal } from '../platform/answer.ts'
import { readParams } from '../platform/params.ts'
import type { StoredCc, StoredInstance, StoredTask } from '../store/records.ts'
import type { State } from '../store/state.ts'
import type { World } from '../world.ts'
import { readTexts, type Texts } from './i18n.ts'
import { InstanceWire, type CcWire, type TaskWire } from './instance-schema.ts'
import { createSight } from './unseen.ts'

/** A push that keeps every documented rule, with people found and texts resolved. */
export type Push = StoredInstance & {
  mode: 'UPDATE' | 'REPLACE'
  modeDefaulted: boolean
  /** Ids of what nobody will see, though the answer is a success. */
  lost: string[]
}

const FORM_LIMIT = 2_048

export function readPush(world: World, body: unknown): Push {
  const { state } = world
  const parsed = readParams(InstanceWire, asPrinted(world, 'instance', body))
  const { task_list = [], cc_list = [], i18n_resources, user_id, open_id, ...wire } = parsed
  if (!state.definitions.get(wire.approval_code)) {
    throw new Refusal(1390002, 'approval_code: not a code that 创建三方审批定义 answered')
  }
  const sight = createSight(world, parsed)
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
    tasks: Object.fromEntries(
      task_list.flatMap((task, at) =>
        sight.seesTask(task, at) ? [[task.task_id, readTask(state, texts, task, at)]] : [],
      ),
    ),
    ccs: Object.fromEntries(
      cc_list.flatMap((cc, at) => (sight.seesCc(cc, at) ? [[cc.cc_id, readCc(state, cc, at)]] : [])),
    ),
    lost: sight.lost,
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
