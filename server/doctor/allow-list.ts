import type { Finding } from '../../shared/operator-api.ts'
import type { Failure } from '../domain/outbox/answer.ts'
import type { AppBot } from '../feishu/port.ts'
import { hint, ok } from './findings.ts'

/** 设置 IP 白名单: the answer to a call from an address that is not listed; it names the address. */
const NOT_LISTED = 99991401
const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b/

const MENU = '开发配置 > 安全设置 > IP 白名单 (Development > Security Settings > IP allowlist)'

/** What to do about a call that failed; `usual` unless it is the app's list of addresses that refused it. */
export function remedyFor({ code, message }: Failure, usual: string): string {
  if (code !== NOT_LISTED) return usual
  const [own = 'the address that this machine has on the internet'] = ADDRESS.exec(message) ?? []
  return `Add ${own} to ${MENU} of the app, or empty that list.`
}

/** From where Feishu takes calls. Behind a proxy or a router this machine does not know its own address. */
export function allowListFinding({ allowedIps }: AppBot): Finding {
  const name = 'addresses of this server'
  if (allowedIps.length === 0) return ok(name, 'Feishu takes calls from any')
  const says = `Feishu takes calls from ${allowedIps.join(', ')} alone, this one among them`
  return hint(
    name,
    says,
    `A server that gets another address on the internet has to be added before: ${MENU}.`,
  )
}
