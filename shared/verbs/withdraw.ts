import { z } from 'zod'
import { DoneWithReason } from '../act-view.ts'
import { defineVerb, Reason } from './parts.ts'

const WithdrawRequest = z.strictObject({ reason: Reason.optional() })

export const withdraw = defineVerb({
  on: 'instance',
  summary: 'Take my own approval back.',
  answer: 'Withdrawn, now or before.',
  body: WithdrawRequest,
  view: DoneWithReason,
  button: 'optional',
  names: [],
  errors: ['instance_already_ended'],
})
