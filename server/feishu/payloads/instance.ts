import type { Client } from '@larksuiteoapi/node-sdk'
import { defaultLocale, nodeNames } from '../../../shared/definition.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { textIn, type LocalizedText } from '../../../shared/locale.ts'
import type { CompleteReason } from '../../../shared/status.ts'
import type { Cc, Instance, Task } from '../../domain/instance.ts'
import { createTexts, type ListResource, type Texts } from './i18n.ts'
import type { Links, PageLinks } from './links.ts'
import { plainInAll } from './markdown.ts'
import type { InstanceSnapshot } from '../port.ts'
import { contextOf, reasonNeeds, type Sign } from './quick-approval.ts'
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
  instance: Instance
  definition: InstanceSnapshot['definition']['definition']
  texts: Texts
  title: LocalizedText
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
  { instance, definition: record }: InstanceSnapshot,
  approvalCode: string,
  mode: 'UPDATE' | 'REPLACE',
  { links, sign }: { links: Links; sign: Sign },
): InstanceBody {
  const { definition } = record
  const texts = createTexts(defaultLocale(definition))
  const title = titleInAll(instance, definition)
  const titleKey = texts.add('title', title)
  const pages = { links: toLinks(links, instance), display: links.display }
  const context = { instance, definition, texts, title, titleKey, sign, ...pages }
  return {
    approval_code: approvalCode,
    status: instance.status,
    // 单据编号, by which Feishu's efficiency board and its lists know a document.
    extra: JSON.stringify({ business_key: instance.number?.text ?? instance.id }),
    instance_id: instance.id,
    links: context.links,
    title: titleKey,
    form: toForm(context),
    // user_name is for initiators who are no real person.
    user_id: instance.initiator.userId,
    // Empty for someone in no department: Feishu then shows the company.
    department_id: instance.initiator.department?.openDepartmentId ?? '',
    start_time: String(instance.startedAt),
    end_time: endTime(instance.endedAt),
    update_time: String(instance.clock),
    display_method: context.display,
    update_mode: mode,
    task_list: instance.tasks.map((task) => toTask(task, context)),
    cc_list: instance.cc.map((cc) => toCc(cc, context)),
    i18n_resources: texts.toLists(),
  }
}

function toForm({ definition, instance, texts }: Context): { name: string; value: string }[] {
  return toSummary(definition, instance, FIELDS_SHOWN).map(({ label, value }, at) => ({
    name: texts.add(`field_${at + 1}_name`, plainInAll(label, LONGEST_LABEL)),
    value: texts.add(`field_${at + 1}_value`, plainInAll(value, LONGEST_VALUE)),
  }))
}

function toTask(task: Task, context: Context): TaskBody {
  const { instance, definition, links, display, titleKey, sign } = context
  const needs = reasonNeeds(instance, task)
  const isOwnStep = task.nodeId === INITIATOR_NODE
  return {
    task_id: task.id,
    user_id: task.assignee,
    title: titleKey,
    links,
    status: task.status,
    // A JSON string, not an object.
    ...(task.completeReason !== null && {
      extra: JSON.stringify({ complete_reason: reasonFor(task, task.completeReason) }),
    }),
    create_time: String(task.createdAt),
    end_time: endTime(task.endedAt),
    update_time: String(task.clock),
    action_context: sign(contextOf(instance, task)),
    ...(task.status === 'PENDING' &&
      !isOwnStep && {
        action_configs: [
          { action_type: 'APPROVE', ...needs },
          { action_type: 'REJECT', ...needs },
        ],
      }),
    display_method: display,
    // Nobody spent time deciding what the flow skipped or time decided, nor on writing a form anew.
    exclude_statistics: definition.statistics === false || isNobodys(task) || isOwnStep,
    ...(task.consignedBy !== undefined && { generate_type: 'EXTERNAL_CONSIGN' as const }),
    // The same for the same node in every instance of the definition.
    node_id: task.nodeId,
    node_name: nodeName(task.nodeId, context),
  }
}

/** What time approved was not approved by its person: of Feishu's words that is the skipped one. */
const reasonFor = ({ timeouts = [] }: Task, completeReason: CompleteReason): CompleteReason =>
  completeReason === 'approved' && timeouts.includes('approve') ? 'auto_skip' : completeReason

const isNobodys = (task: Task): boolean =>
  task.completeReason === 'node_auto_reject' ||
  (task.completeReason !== null && reasonFor(task, task.completeReason) === 'auto_skip')

function nodeName(nodeId: string, { definition, texts }: Context): string {
  return texts.add(`node_${nodeId}`, plainInAll(nodeNames(definition, nodeId), LONGEST_NAME))
}

function toCc(cc: Cc, { definition, title, links, display }: Context): CcBody {
  return {
    cc_id: cc.id,
    user_id: cc.userId,
    links,
    read_status: cc.readAt === null ? 'UNREAD' : 'READ',
    // The one title that is the text itself and no key.
    title: textIn(title, defaultLocale(definition)),
    create_time: String(cc.createdAt),
    update_time: String(cc.clock),
    display_method: display,
  }
}

const endTime = (endedAt: number | null): string => String(endedAt ?? 0)

function toLinks(links: Links, { id }: Instance): Context['links'] {
  const { pc, mobile }: PageLinks = links.detail(id)
  return { pc_link: pc, mobile_link: mobile }
}
