import type { World } from './world.ts'

type Json = Record<string, unknown>
type Texts = { locale?: unknown; is_default?: unknown; texts?: unknown }[]

/** Bodies that Feishu's pages print. */
const KINDS = { definition: asDefinition, instance: asInstance, card: asCard, card_update: asCardUpdate }

/**
 * A body as the reference wants it. With `rules: documented`, what Feishu's own pages and tutorials print is put into
 * that form first; else it stays as it is, and the schemas refuse it.
 */
export function asPrinted(world: World, kind: keyof typeof KINDS, body: unknown): unknown {
  if (world.settings().rules === 'strict' || !isObject(body)) return body
  const own = structuredClone(body)
  KINDS[kind](own)
  return own
}

/** 三方审批定义概述 and 步骤三 name the approval by `@i18n@1`, which the reference finds too short. */
function asDefinition(body: Json): void {
  const { approval_name: name } = body
  if (typeof name !== 'string' || !name.startsWith('@i18n@') || name.length >= SHORTEST_KEY) return
  const longer = name.padEnd(SHORTEST_KEY, '_')
  body['approval_name'] = longer
  for (const { texts } of resourcesOf(body)) {
    const named = objectsIn(texts).find(({ key }) => key === name)
    if (named) (texts as Json[]).push({ ...named, key: longer })
  }
}

const SHORTEST_KEY = 9

/** 三方审批实例概述, 步骤四 and 步骤六: numeric times, an end that does not fit the status, plain names, bare links. */
function asInstance(body: Json): void {
  const tasks = objectsIn(body['task_list'])
  const ccs = objectsIn(body['cc_list'])
  for (const one of [body, ...tasks]) fixEnd(one)
  for (const one of [body, ...tasks, ...ccs]) {
    fixLinks(one)
    // Where both are printed, one of them is a placeholder.
    if (isText(one['user_id'])) delete one['open_id']
  }
  // An empty one stands for "neither read nor unread".
  for (const cc of ccs) if (cc['read_status'] === '') cc['read_status'] = 'READ'
  fixNames(body, tasks)
}

function fixEnd(one: Json): void {
  if (typeof one['end_time'] === 'number') one['end_time'] = String(one['end_time'])
  const isPending = one['status'] === 'PENDING'
  if (isPending === (one['end_time'] === '0')) return
  one['end_time'] = isPending ? '0' : one['update_time']
}

function fixLinks(one: Json): void {
  const { links } = one
  if (!isObject(links)) return
  for (const [name, link] of Object.entries(links)) if (link === 'http://') links[name] = 'http://-'
}

/** What is no text key is the text itself. */
function fixNames(body: Json, tasks: readonly Json[]): void {
  const main = resourcesOf(body).find(({ is_default: isDefault }) => isDefault === true)?.texts
  if (!Array.isArray(main)) return
  const toKey = (one: Json, field: string): void => {
    const text = one[field]
    if (typeof text !== 'string' || text.startsWith('@i18n@')) return
    const key = `@i18n@printed ${text}`
    main.push({ key, value: text })
    one[field] = key
  }
  for (const field of ['title', 'user_name', 'department_name']) toKey(body, field)
  for (const field of objectsIn(body['form'])) {
    toKey(field, 'name')
    toKey(field, 'value')
  }
  for (const task of tasks) {
    toKey(task, 'title')
    toKey(task, 'node_name')
    for (const config of objectsIn(task['action_configs'])) toKey(config, 'action_name')
  }
}

/** 步骤五: `en_us`, empty kinds of ids; 发送审批 Bot 消息 prints a link behind a space. */
function asCard(body: Json): void {
  fixLocales(body)
  const { content } = body
  for (const [one, field] of [
    [body, 'title_user_id_type'],
    [content, 'user_id_type'],
  ] as const) {
    if (isObject(one) && one[field] === '') Reflect.deleteProperty(one, field)
  }
  for (const action of objectsIn(body['actions'])) {
    for (const [name, value] of Object.entries(action)) {
      if (typeof value === 'string') action[name] = value.trim()
    }
  }
}

/** 步骤六 updates a card by its id and status alone. */
function asCardUpdate(body: Json): void {
  body['i18n_resources'] ??= [{ locale: 'zh-CN', is_default: true, texts: {} }]
  fixLocales(body)
}

const PRINTED_LOCALES: Readonly<Record<string, string>> = { zh_cn: 'zh-CN', en_us: 'en-US', ja_jp: 'ja-JP' }

function fixLocales(body: Json): void {
  for (const resource of resourcesOf(body)) {
    resource.locale = PRINTED_LOCALES[String(resource.locale)] ?? resource.locale
  }
}

const resourcesOf = (body: Json): Texts => objectsIn(body['i18n_resources'])

const objectsIn = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
