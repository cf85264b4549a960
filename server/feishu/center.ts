import type { AppCall } from './calls.ts'
import { CHECK_BATCH, readDifferences, toCheckBody } from './payloads/check.ts'
import type { Links } from './payloads/links.ts'
import { readApplied } from './payloads/process-record.ts'
import { readShown, SHOWN_PAGE, toRetireBody } from './payloads/shown.ts'
import type { CheckDifference, DeliveryPort } from './port.ts'

export const INSTANCES = '/open-apis/approval/v4/external_instances'
const TASKS = '/open-apis/approval/v4/external_tasks'

/** What the approval center holds and shows, for those who compare. */
export function createCenter({
  asApp,
  links,
  now,
}: {
  asApp: AppCall
  links: Links
  now: () => number
}): Pick<DeliveryPort, 'check' | 'shown' | 'retire'> {
  return {
    check: async (instances) => {
      const differences: CheckDifference[] = []
      for (let at = 0; at < instances.length; at += CHECK_BATCH) {
        const data = toCheckBody(instances.slice(at, at + CHECK_BATCH))
        const url = `${INSTANCES}/check`
        const answer = await asApp('check', { method: 'POST', url, data }, readDifferences)
        if (!answer.ok) return answer
        differences.push(...answer.value)
      }
      return { ok: true, value: differences }
    },
    // A GET whose filter is its body.
    shown: ({ approvalCodes, status, pageToken }) => {
      const params = { page_size: SHOWN_PAGE, ...(pageToken !== undefined && { page_token: pageToken }) }
      const data = { approval_codes: approvalCodes, status }
      return asApp('task_list', { method: 'GET', url: TASKS, params, data }, readShown)
    },
    retire: (one) => {
      const data = toRetireBody(one, { links, now: now() })
      return asApp('sync', { method: 'POST', url: INSTANCES, data }, readApplied)
    },
  }
}
