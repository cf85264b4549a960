import { createHash } from 'node:crypto'
import type { Client } from '@larksuiteoapi/node-sdk'
import type { Viewer } from '../../../shared/flow.ts'
import { defaultLocale, type Definition } from '../../../shared/definition.ts'
import type { LocalizedText } from '../../../shared/locale.ts'
import type { DefinitionRecord, SourceEntry } from '../../domain/definition.ts'
import { createTexts, type ListResource } from './i18n.ts'
import type { Links } from './links.ts'
import { plainInAll } from './markdown.ts'
import { sourceOf } from './note.ts'
import type { QuickApprovalCallback } from './quick-approval.ts'

type Create = Client['approval']['v4']['externalApproval']['create']
export type DefinitionBody = NonNullable<Parameters<Create>[0]>['data'] & { i18n_resources: ListResource[] }
type ViewerBody = NonNullable<DefinitionBody['viewers']>[number]

/** As long as the file may have it. */
const LONGEST_TEXT = 200

/** What kinds of ids the body holds; without these Feishu reads them as open_ids (创建三方审批定义, 查询参数). */
export const DEFINITION_ID_TYPES = {
  user_id_type: 'user_id',
  department_id_type: 'open_department_id',
} as const

type DefinitionParts = {
  links: Links
  callback: QuickApprovalCallback
  source?: LocalizedText | undefined
  entry?: SourceEntry | undefined
}

/** Body of 创建三方审批定义. Our own code creates; an update names the code that Feishu gave. */
export function toDefinitionBody(
  definition: Definition,
  state: DefinitionRecord['state'],
  approvalCode: string,
  parts: DefinitionParts,
): DefinitionBody {
  const texts = createTexts(defaultLocale(definition))
  return {
    approval_name: texts.add('approval_name', plainInAll(definition.name, LONGEST_TEXT)),
    approval_code: approvalCode,
    group_code: definition.group.code,
    group_name: texts.add('group_name', plainInAll(definition.group.name, LONGEST_TEXT)),
    ...(definition.description && {
      description: texts.add('description', plainInAll(definition.description, LONGEST_TEXT)),
    }),
    external: {
      biz_name: texts.add('biz_name', sourceOf(definition, parts.source)),
      ...createLinksOf(definition, parts),
      // Both default to false, and then the approval shows nowhere.
      support_mobile: parts.entry?.supports.mobile ?? true,
      support_pc: parts.entry?.supports.pc ?? true,
      // Feishu would mark as read without telling us, and our next push would undo it.
      support_batch_read: false,
      ...callbackOf(parts),
      allow_batch_operate: parts.entry?.inBatches ?? true,
      // Said either way: what Feishu keeps of an update that leaves it out is written nowhere.
      exclude_efficiency_statistics: definition.statistics === false,
    },
    // A definition cannot be deleted; seen by nobody is as near as it gets. Without viewers it is the same.
    viewers: state === 'retired' ? [{ viewer_type: 'NONE' }] : definition.viewers.map(toViewer),
    managers: [...definition.managers],
    i18n_resources: texts.toLists(),
  }
}

const callbackOf = ({ callback: { url, token, key } }: DefinitionParts) => ({
  action_callback_url: url,
  action_callback_token: token,
  ...(key !== undefined && { action_callback_key: key }),
})

/** Another system's are started there, or nowhere. */
function createLinksOf(
  { code, flow }: Definition,
  { links, entry }: DefinitionParts,
): { create_link_mobile?: string; create_link_pc?: string } {
  const { pc, mobile } = entry?.create ?? (flow.length > 0 ? links.create(code) : { pc: null, mobile: null })
  return {
    ...(mobile !== null && { create_link_mobile: mobile }),
    ...(pc !== null && { create_link_pc: pc }),
  }
}

function toViewer(viewer: Viewer): ViewerBody {
  switch (viewer.type) {
    case 'TENANT':
    case 'NONE':
      return { viewer_type: viewer.type }
    case 'USER':
      return { viewer_type: 'USER', viewer_user_id: viewer.id }
    case 'DEPARTMENT':
      return { viewer_type: 'DEPARTMENT', viewer_department_id: viewer.id }
  }
}

/** SHA-256 over the body, whatever the order of its keys. */
export function hashOf(body: DefinitionBody): string {
  return createHash('sha256').update(canonical(body)).digest('hex')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`
}
