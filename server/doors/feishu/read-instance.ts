import { z } from 'zod'
import { CompleteReason, InstanceStatus, TaskStatus } from '../../../shared/status.ts'
import type { Push, PushedCc, PushedHead, PushedTask } from '../../domain/mirror/pushed.ts'
import { readAction, ActionConfig } from './actions.ts'
import { Links, pageFor } from './links.ts'
import { paramInvalid } from './refusal.ts'
import { readTexts, Resources, type PushedWords } from './texts.ts'
import { flag, instant, listOf, optionalText, readFields, required } from './wire.ts'

/** Feishu's limits (同步三方审批实例). */
const MOST_TASKS = 300
const MOST_CC = 200
const MOST_FIELDS = 200
const LONGEST_FORM = 2_048
const LONGEST_ID = 256

const id = required.pipe(z.string().max(LONGEST_ID, `has at most ${LONGEST_ID} characters`))

const person = { user_id: optionalText, open_id: optionalText }

const Display = optionalText.pipe(
  z
    .enum(['BROWSER', 'SIDEBAR', 'NORMAL', 'TRUSTEESHIP'], 'is BROWSER, SIDEBAR, NORMAL or TRUSTEESHIP')
    // What is hosted is asked for in a way that no page describes: its page is opened instead.
    .transform((display) => (display === 'TRUSTEESHIP' ? 'NORMAL' : display))
    .optional(),
)

/** JSON packed into a text; an object in its place is the usual mistake. */
const Extra = optionalText.transform((packed, context): Readonly<Record<string, unknown>> => {
  if (packed === undefined) return {}
  try {
    const value: unknown = JSON.parse(packed)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // Told below.
  }
  context.addIssue({ code: 'custom', message: 'is a JSON object packed into a text' })
  return z.NEVER
})

const TaskBody = z.object({
  task_id: id,
  ...person,
  title: optionalText,
  links: Links,
  status: required.pipe(z.enum(TaskStatus.options, `is one of ${TaskStatus.options.join(', ')}`)),
  extra: Extra,
  create_time: instant,
  end_time: instant,
  update_time: instant.optional(),
  action_context: optionalText,
  action_configs: listOf(ActionConfig, 2),
  display_method: Display,
  exclude_statistics: flag,
  node_id: optionalText,
  node_name: optionalText,
  generate_type: z.enum(['EXTERNAL_CONSIGN', 'DEFAULT'], 'is EXTERNAL_CONSIGN or DEFAULT').optional(),
})
type TaskBody = z.output<typeof TaskBody>

const CcBody = z.object({
  cc_id: id,
  ...person,
  links: Links,
  // 三方审批实例概述: empty where the source does not know.
  read_status: z.enum(['READ', 'UNREAD', ''], 'is READ or UNREAD'),
  create_time: instant,
  update_time: instant,
  display_method: Display,
})
type CcBody = z.output<typeof CcBody>

const InstanceBody = z.object({
  approval_code: required,
  status: required.pipe(z.enum(InstanceStatus.options, `is one of ${InstanceStatus.options.join(', ')}`)),
  extra: Extra,
  instance_id: id,
  links: Links,
  title: optionalText,
  form: listOf(z.object({ name: optionalText, value: optionalText }), MOST_FIELDS),
  ...person,
  user_name: optionalText,
  department_id: optionalText,
  department_name: optionalText,
  start_time: instant,
  end_time: instant,
  update_time: instant,
  display_method: Display,
  // 三方审批实例同步 prints REPLACED.
  update_mode: optionalText.pipe(
    z.enum(['REPLACE', 'REPLACED', 'UPDATE'], 'is REPLACE or UPDATE').default('REPLACE'),
  ),
  task_list: listOf(TaskBody, MOST_TASKS),
  cc_list: listOf(CcBody, MOST_CC),
  i18n_resources: Resources,
})
type InstanceBody = z.output<typeof InstanceBody>

/** What a source says of an approval, and of which one. */
export type InstancePush = { approvalCode: string; instanceId: string; push: Push }

/** Body of 同步三方审批实例: ids and clocks as they are, texts by language. Throws `Refusal`. */
export function readInstance(body: unknown): InstancePush {
  const read = readFields(InstanceBody, body)
  const words = readTexts(read.i18n_resources)
  const push: Push = {
    mode: read.update_mode === 'UPDATE' ? 'update' : 'replace',
    head: readHead(read, words),
    tasks: read.task_list.map((task, at) => readTask(task, `task_list[${at}]`, words)),
    cc: read.cc_list.map((cc, at) => readCc(cc, `cc_list[${at}]`)),
  }
  return { approvalCode: read.approval_code, instanceId: read.instance_id, push }
}

function readHead(body: InstanceBody, words: PushedWords): PushedHead {
  const { status, extra, update_time: clock } = body
  const number = extra['business_key']
  return {
    clock,
    status,
    title: words.of('title', body.title),
    form: readForm(body, words),
    number: typeof number === 'string' && number.trim() !== '' ? number : null,
    page: pageFor(body.links, body.display_method),
    initiator: readInitiator(body, words),
    department: {
      id: body.department_id ?? null,
      name: words.of('department_name', body.department_name),
    },
    startedAt: body.start_time,
    endedAt: endOf(status, body.end_time, status === 'DELETED' || status === 'HIDDEN' ? 0 : clock),
  }
}

/** Whoever started it; only the clean-up of 三方审批实例常见问题 may leave everybody out. */
function readInitiator(body: InstanceBody, words: PushedWords): PushedHead['initiator'] {
  const initiator = { person: personOf(body), name: words.of('user_name', body.user_name) }
  const isCleanUp = body.update_mode !== 'UPDATE' && body.status === 'APPROVED'
  if (initiator.person === null && initiator.name === null && !isCleanUp)
    throw paramInvalid('user_id', 'is required, or open_id, or user_name where it is nobody in particular')
  return initiator
}

function readForm({ form }: InstanceBody, words: PushedWords): PushedHead['form'] {
  const fields = form.map(({ name, value }, at) => ({
    name: words.of(`form[${at}].name`, name) ?? {},
    value: words.of(`form[${at}].value`, value) ?? {},
  }))
  const lengths = fields.flatMap(({ name, value }) => [longest(name), longest(value)])
  const length = lengths.reduce((all, one) => all + one, 0)
  if (length > LONGEST_FORM)
    throw paramInvalid('form', `has ${length} characters in all, and at most ${LONGEST_FORM} are shown`)
  return fields
}

const longest = (text: object): number => Math.max(0, ...Object.values(text).map((one) => String(one).length))

function readTask(body: TaskBody, path: string, words: PushedWords): PushedTask {
  const { status, node_id: nodeId } = body
  const clock = body.update_time ?? null
  const reason = CompleteReason.safeParse(body.extra['complete_reason'])
  if (body.extra['complete_reason'] !== undefined && !reason.success)
    throw paramInvalid(`${path}.extra.complete_reason`, `is one of ${CompleteReason.options.join(', ')}`)
  const nodeName = words.of(`${path}.node_name`, body.node_name)
  return {
    id: body.task_id,
    person: named(body, path),
    clock,
    title: words.of(`${path}.title`, body.title),
    page: pageFor(body.links, body.display_method),
    status,
    completeReason: reason.success && status !== 'PENDING' ? reason.data : null,
    node: nodeId === undefined ? null : { id: nodeId, name: nodeName ?? { 'zh-CN': nodeId } },
    actions: body.action_configs.map((config, at) =>
      readAction(config, `${path}.action_configs[${at}].action_name`, words),
    ),
    context: body.action_context ?? null,
    isConsigned: body.generate_type === 'EXTERNAL_CONSIGN',
    countsInStatistics: body.exclude_statistics !== true,
    createdAt: body.create_time,
    endedAt: endOf(status, body.end_time, clock ?? body.create_time),
  }
}

const readCc = (body: CcBody, path: string): PushedCc => ({
  id: body.cc_id,
  person: named(body, path),
  clock: body.update_time,
  page: pageFor(body.links, body.display_method),
  isRead: body.read_status !== 'UNREAD',
  createdAt: body.create_time,
})

type Named = { user_id?: string | undefined; open_id?: string | undefined }

/** Where both are given, the pages print a placeholder for the open_id. */
const personOf = ({ user_id: userId, open_id: openId }: Named): string | null => userId ?? openId ?? null

function named(one: Named, path: string): string {
  const who = personOf(one)
  if (who === null) throw paramInvalid(`${path}.user_id`, 'is required, or open_id')
  return who
}

/** What is open has no end, and what is over has one, also where 步骤六 prints 0. */
function endOf(status: string, end: number, otherwise: number): number | null {
  if (status === 'PENDING') return null
  return (end === 0 ? otherwise : end) || null
}
