import type { Finding } from '../../shared/operator-api.ts'

export const ok = (name: string, says: string): Finding => ({ name, state: 'ok', says, remedy: null })

export const skipped = (name: string, says = 'needs a token first'): Finding => ({
  name,
  state: 'skipped',
  says,
  remedy: null,
})

export const failed = (name: string, says: string, remedy: string): Finding => ({
  name,
  state: 'failed',
  says,
  remedy,
})
