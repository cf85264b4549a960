import { z } from 'zod'
import { Done } from '../act-view.ts'
import { AFTER_IT, defineVerb } from './parts.ts'

/** Nothing is asked for. */
const ReadRequest = z.strictObject({})

export const read = defineVerb({
  on: 'instance',
  operationId: 'markRead',
  summary: 'I have opened what I was told of. No change for who was not, or had before.',
  answer: AFTER_IT,
  body: ReadRequest,
  view: Done,
  names: [],
  errors: [],
})
