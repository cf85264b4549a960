import { previousOf, type Endpoint } from '../../shared/webhooks/endpoint.ts'
import { addressFault } from '../runtime/outside/address-faults.ts'
import { isSecret } from './sign.ts'

type Fault = { key: 'url' | 'secretEnv'; message: string }

type Deps = {
  /** `host` or `host:port`, in lower case: may be asked in plain and wherever they are. */
  trusted: readonly string[]
  secretOf: (name: string) => string | undefined
  /** Whether a variable is one of our own settings. */
  isSetting: (name: string) => boolean
}

const WHAT = 'whsec_ and 24 to 64 random bytes in base64 (whsec_$(openssl rand -base64 32))'

/** What keeps this server from telling an endpoint, as far as its file and the environment show. No secret is repeated. */
export function createEndpointFaults({ trusted, secretOf, isSetting }: Deps) {
  return ({ url, secretEnv }: Endpoint): Fault[] => {
    const address = addressFault(url, trusted)
    const secret = secretFault(secretEnv)
    return [
      ...(address === undefined ? [] : [{ key: 'url' as const, message: address }]),
      ...(secret === undefined ? [] : [{ key: 'secretEnv' as const, message: secret }]),
    ]
  }

  function secretFault(name: string): string | undefined {
    const previous = previousOf(name)
    const setting = [name, previous].find(isSetting)
    if (setting !== undefined)
      return `names ${setting}, a setting of this server, which no other system is told`
    const present = secretOf(name)
    if (present === undefined)
      return `names ${name}, which is not set in the environment of this server: set it to ${WHAT}`
    if (!isSecret(present)) return `${name} is no secret for webhooks: it is ${WHAT}`
    const former = secretOf(previous)
    return former === undefined || isSecret(former)
      ? undefined
      : `${previous} is no secret for webhooks: it is ${WHAT}`
  }
}
