import { z } from 'zod'

/** What callers of e-cology's interface read: `operResult` 1 is success, and they repeat on any HTTP status but 200. */
export const OfsAnswer = z.object({
  syscode: z.string(),
  dataType: z.literal('WfData'),
  operType: z.enum(['New', 'Edit', 'Del']),
  operResult: z.enum(['0', '1']),
  message: z.string(),
})
export type OfsAnswer = z.infer<typeof OfsAnswer>

export const toOfsAnswer = (
  operation: string,
  { syscode = '', message }: { syscode?: string; message: string | null },
): OfsAnswer => ({
  syscode,
  dataType: 'WfData',
  operType: operation.startsWith('delete') ? 'Del' : operation.startsWith('process') ? 'Edit' : 'New',
  operResult: message === null ? '1' : '0',
  message: message ?? '',
})
