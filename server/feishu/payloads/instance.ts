import type { Client } from '@larksuiteoapi/node-sdk'
import type { Cc } from '../../domain/instance.ts'
import type { Picture, PicturedTask } from '../../domain/picture.ts'
import type { Locale } from '../../../shared/locale.ts'
import { createTexts, type ListResource, type Texts } from './i18n.ts'
import type { Links, PageLinks } from './links.ts'
import { plainInAll } from './markdown.ts'
import { contextOf, needsOf, type Sign } from './quick-approval.ts'
import { toSummary } from './summary.ts'
import { titleInAll } from './title.ts'

type Create = Client['approval']['v4']['externalInstance']['create']
export type InstanceBody = NonNullable<Parameters<Create>[0]>['data'] & { i18n_resources: ListResource[] }
type TaskBody = NonNullable<InstanceBody['task_list']>[number]
type CcBody = NonNullable<InstanceBody['cc_list']>[number]

/** Lists show three fields, and 2048 characters are the limit of all together: 3 × (100 + 400) stay below. */
const FIELDS_SHOWN = 3
const LONGEST_LABEL = 100
const LONGEST_VALUE = 400
const LONGEST_NAME = 200

type Context = {
  picture: Picture
  texts: Texts
  title: Record<Locale, string>
  titleKey: string
  links: { pc_link: string; mobile_link: string }
  /** The samples' BROWSER leaves Feishu for the system's browser; what we take opens the page inside. */
  display: Links['display']
  sign: Sign
}

/**
 * Body of 同步三方审批实例. The mode is always said, since leaving it out means REPLACE; clocks are the record's
 * own, so the same state sent again says the same.
 */
export function toInstanceBody(
  picture: Picture,
  approvalCode: string,
  mode: 'UPDATE' | 'REPLACE',
  { links, sign }: { links: Links; sign: Sign },
): InstanceBody {
  const texts = createTexts(picture.language)
  const title = titleInAll(picture)
  const titleKey = texts.add('title', title)
  const pages = { links: toLinks(links, picture), display: links.display }
  const context = { picture, texts, title, titleKey, sign, ...pages }
  return {
    approval_code: approvalCode,
    status: picture.status,
    // 单据编号, by which Feishu's efficiency board and its lists know a document.
    extra: JSON.stringify({ business_key: picture.number ?? picture.id }),
    instance_id: picture.id,
    links: context.links,
    title: titleKey,
    form: toForm(context),
    // user_name is for initiators who are no real person.
    user_id: picture.initiator.userId,
    // Empty for someone in no department: Feishu then shows the company.
    department_id: picture.initiator.department?.openDepartmentId ?? '',
    start_time: String(picture.startedAt),
    end_time: endTime(picture.endedAt),
    update_time: String(picture.clock),
    display_method: context.display,
    update_mode: mode,
    task_list: picture.tasks.map((task) => toTask(task, context)),
    cc_list: picture.cc.map((cc) => toCc(cc, context)),
    i18n_resources: texts.toLists(),
  }
}

function toForm({ picture, texts }: Context): { name: string; value: string }[] {
  return toSummary(picture, FIELDS_SHOWN).map(({ label, value }, at) => ({
    name: texts.add(`field_${at + 1}_name`, plainInAll(label, LONGEST_LABEL)),
    value: texts.add(`field_${at + 1}_value`, plainInAll(value, LONGEST_VALUE)),
  }))
}

function toTask(task: PicturedTask, context: Context): TaskBody {
  const { picture, links, display, titleKey, sign } = context
  const needs = task.buttons && needsOf(task.buttons)
  return {
    task_id: task.id,
    user_id: task.assignee,
    title: titleKey,
    links,
    status: task.status,
    // A JSON string, not an object.
    ...(task.completeReason !== null && {
      extra: JSON.stringify({ complete_reason: task.completeReason }),
    }),
    create_time: String(task.createdAt),
    end_time: endTime(task.endedAt),
    update_time: String(task.clock),
    action_context: sign(contextOf(picture, task)),
    ...(task.status === 'PENDING' &&
      needs && {
        action_configs: [
          { action_type: 'APPROVE', ...needs },
          { action_type: 'REJECT', ...needs },
        ],
      }),
    display_method: display,
    exclude_statistics: !task.countsInStatistics,
    ...(task.principal && { generate_type: 'EXTERNAL_CONSIGN' as const }),
    // The same for the same node in every instance of the definition.
    node_id: task.node.id,
    node_name: context.texts.add(`node_${task.node.id}`, plainInAll(task.node.name, LONGEST_NAME)),
  }
}

function toCc(cc: Cc, { picture, title, links, display }: Context): CcBody {
  return {
    cc_id: cc.id,
    user_id: cc.userId,
    links,
    read_status: cc.readAt === null ? 'UNREAD' : 'READ',
    // The one title that is the text itself and no key.
    title: title[picture.language],
    create_time: String(cc.createdAt),
    update_time: String(cc.clock),
    display_method: display,
  }
}

const endTime = (endedAt: number | null): string => String(endedAt ?? 0)

function toLinks(links: Links, { id }: Picture): Context['links'] {
  const { pc, mobile }: PageLinks = links.detail(id)
  return { pc_link: pc, mobile_link: mobile }
}
