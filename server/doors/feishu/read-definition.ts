import { z } from 'zod'
import type { LocalizedText } from '../../../shared/locale.ts'
import type { SourceCallback } from '../../usecases/sources/callback-of-kind.ts'
import { paramInvalid } from './refusal.ts'
import { readTexts, Resources } from './texts.ts'
import { flag, listOf, optionalText, readFields, required } from './wire.ts'

/** Feishu's limits (创建三方审批定义). */
const LONGEST_CODE = 128
const MOST_PEOPLE = 200

const link = optionalText.pipe(
  z
    .string()
    .regex(/^https?:\/\/\S+$/i, 'starts with http:// or https://')
    .max(2_048, 'has at most 2048 characters')
    .optional(),
)

const External = z
  .object(
    {
      biz_name: optionalText,
      create_link_mobile: link,
      create_link_pc: link,
      support_pc: flag,
      support_mobile: flag,
      action_callback_url: link,
      action_callback_token: optionalText,
      action_callback_key: optionalText,
      allow_batch_operate: flag,
      exclude_efficiency_statistics: flag,
    },
    'is required',
  )
  .refine(({ support_pc: pc, support_mobile: mobile }) => pc === true || mobile === true, {
    error: 'support_pc and support_mobile are false where they are left out, and may not both be',
  })
type External = z.output<typeof External>

/** `viewer_id` is how 三方审批定义创建 calls both kinds. */
const ViewerBody = z.object({
  viewer_type: required.pipe(
    z.enum(['TENANT', 'DEPARTMENT', 'USER', 'NONE'], 'is TENANT, DEPARTMENT, USER or NONE'),
  ),
  viewer_user_id: optionalText,
  viewer_department_id: optionalText,
  viewer_id: optionalText,
})
type ViewerBody = z.output<typeof ViewerBody>

const DefinitionBody = z.object({
  approval_name: required,
  approval_code: required.pipe(z.string().max(LONGEST_CODE, `has at most ${LONGEST_CODE} characters`)),
  group_code: optionalText,
  group_name: optionalText,
  description: optionalText,
  external: External,
  viewers: listOf(ViewerBody, MOST_PEOPLE),
  i18n_resources: Resources.default([]),
  managers: listOf(required, MOST_PEOPLE),
})

/** Somebody who may see it: `id` as the source has it, of a person or of a department. */
export type NamedViewer =
  { type: 'TENANT' | 'NONE' } | { type: 'USER' | 'DEPARTMENT'; id: string; field: string }

/** A kind of approvals as a source describes it. */
export type DefinitionPush = {
  /** What it passed: its own code, or the one that it was answered. */
  passedCode: string
  name: LocalizedText
  /** A group without a name keeps the one that it has. */
  group: { code: string; name: LocalizedText | null } | null
  description: LocalizedText | null
  /** What stands behind 来自. */
  source: LocalizedText | null
  create: { pc: string | null; mobile: string | null }
  supports: { pc: boolean; mobile: boolean }
  /** Whether several may be decided at once. */
  inBatches: boolean
  countsInStatistics: boolean
  viewers: readonly NamedViewer[]
  managers: readonly { id: string; field: string }[]
  callback: SourceCallback | null
}

/** Body of 创建三方审批定义. Throws `Refusal`. */
export function readDefinition(body: unknown): DefinitionPush {
  const read = readFields(DefinitionBody, body)
  const { external } = read
  const words = readTexts(read.i18n_resources)
  const name = words.of('approval_name', read.approval_name)
  if (!name) throw paramInvalid('approval_name', 'is required')
  return {
    passedCode: read.approval_code,
    name,
    group:
      read.group_code === undefined
        ? null
        : { code: read.group_code, name: words.of('group_name', read.group_name) },
    description: words.of('description', read.description),
    source: words.of('external.biz_name', external.biz_name),
    create: { pc: external.create_link_pc ?? null, mobile: external.create_link_mobile ?? null },
    supports: { pc: external.support_pc === true, mobile: external.support_mobile === true },
    inBatches: external.allow_batch_operate === true,
    countsInStatistics: external.exclude_efficiency_statistics !== true,
    viewers: read.viewers.map((viewer, at) => readViewer(viewer, `viewers[${at}]`)),
    managers: read.managers.map((id, at) => ({ id, field: `managers[${at}]` })),
    callback: callbackOf(external),
  }
}

function readViewer(viewer: ViewerBody, path: string): NamedViewer {
  const { viewer_type: type } = viewer
  if (type === 'TENANT' || type === 'NONE') return { type }
  const own = type === 'USER' ? 'viewer_user_id' : 'viewer_department_id'
  const id = viewer[own] ?? viewer.viewer_id
  if (id === undefined) throw paramInvalid(`${path}.${own}`, `is required where viewer_type is ${type}`)
  return { type, id, field: `${path}.${own}` }
}

function callbackOf(external: External): SourceCallback | null {
  const { action_callback_url: url, action_callback_token: token, action_callback_key: key } = external
  return url === undefined ? null : { url, token: token ?? null, key: key ?? null }
}
