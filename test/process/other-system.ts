import { ADMIN_TOKEN } from '../support/server-process.ts'

export const SOURCES = '- { id: oa, name: { zh-CN: 协同办公 }, format: ofs, quota: { perMinute: 10000 } }\n'

const OPERATIONS = { open: 'ReceiveRequestInfoByJson', end: 'processOverRequestByJson' } as const

/** What the other system logs in with from now on. */
export async function secretOf(url: string): Promise<string> {
  const { body } = await post(`${url}/admin/v1/sources/oa/secret`, {})
  return (body as { secret: string }).secret
}

/** Somebody's to-do that begins, or is done with. Answers the status; rejects where the server is gone. */
export async function pushTodo(
  url: string,
  secret: string,
  way: keyof typeof OPERATIONS,
  { flow, clock, who }: { flow: string; clock: number; who: string },
): Promise<number> {
  const { status } = await post(`${url}/sources/oa/${secret}/rest/ofs/${OPERATIONS[way]}`, {
    syscode: 'OA',
    flowid: flow,
    requestname: titleOf(flow),
    workflowname: '采购申请',
    nodename: '经理',
    creator: who,
    receiver: who,
    isremark: '0',
    receivets: clock,
  })
  return status
}

export const titleOf = (flow: string): string => `采购 ${flow}`

/** Whether somebody whom it names could not be looked up yet. */
export async function waitsForContacts(url: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const { items } = (await (await fetch(`${url}/admin/v1/sources`, { headers })).json()) as {
    items: { unknownCount: number }[]
  }
  return items.some(({ unknownCount }) => unknownCount > 0)
}

async function post(address: string, body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
