import { z } from 'zod'
import type { ShownInstance, ShownPage } from '../port.ts'
import type { InstanceBody } from './instance.ts'
import type { Links } from './links.ts'
import { WireClock } from './wire-clock.ts'

/** 获取三方审批任务状态: the most a page may hold. */
export const SHOWN_PAGE = 500

const ShownAnswer = z.object({
  data: z.object({
    data: z
      .array(
        z.object({
          instance_id: z.string(),
          approval_code: z.string(),
          status: z.string(),
          update_time: WireClock,
          tasks: z.array(z.object({ id: z.string(), update_time: WireClock })).nullish(),
        }),
      )
      .nullish(),
    has_more: z.boolean().nullish(),
    page_token: z.string().nullish(),
  }),
})

/** Answer of 获取三方审批任务状态. The documentation's sample has a token on a last page. */
export function readShown(body: unknown): ShownPage {
  const { data: items, has_more: hasMore, page_token: token } = ShownAnswer.parse(body).data
  return {
    items: (items ?? []).map((one) => ({
      instanceId: one.instance_id,
      approvalCode: one.approval_code,
      status: one.status,
      clock: one.update_time,
      tasks: (one.tasks ?? []).map(({ id, update_time: clock }) => ({ taskId: id, clock })),
    })),
    next: hasMore ? (token ?? null) : null,
  }
}

const TITLE = '@i18n@title'

/**
 * Body of 同步三方审批实例 that takes an instance out of all lists (三方审批实例常见问题, 如何清理): REPLACE by an approved one of
 * nobody, with no tasks and no copies.
 */
export function toRetireBody(
  { instanceId, approvalCode, clock }: ShownInstance,
  { links, now }: { links: Links; now: number },
): InstanceBody {
  const { pc, mobile } = links.detail(instanceId)
  const at = String(Math.max(now, clock + 1))
  return {
    approval_code: approvalCode,
    status: 'APPROVED',
    instance_id: instanceId,
    links: { pc_link: pc, mobile_link: mobile },
    title: TITLE,
    start_time: at,
    end_time: at,
    update_time: at,
    update_mode: 'REPLACE',
    task_list: [],
    cc_list: [],
    i18n_resources: [{ locale: 'zh-CN', is_default: true, texts: [{ key: TITLE, value: instanceId }] }],
  }
}
