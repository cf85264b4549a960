import type { Finding, SetupStep } from '../../shared/operator-api.ts'

export const ok = (name: string, says: string): Finding => ({ name, state: 'ok', says, remedy: null })

export const skipped = (name: string, says = 'needs a token first'): Finding => ({
  name,
  state: 'skipped',
  says,
  remedy: null,
})

/** `step`: what mends it on Feishu's side. */
const finding =
  (state: Finding['state']) =>
  (name: string, says: string, remedy: string, step?: SetupStep): Finding => ({
    name,
    state,
    says,
    remedy,
    ...(step && { step }),
  })

export const failed = finding('failed')
export const warning = finding('warning')
/** What only a person can look at, and where. */
export const hint = finding('hint')
