import { z } from 'zod'

export const FeishuSuccess = z.object({ code: z.literal(0), msg: z.string() })

/** Above HTTP 400 Feishu shows `message` to the person (三方快捷审批回调). */
export const FeishuRefusal = z.object({ message: z.string(), without_prefix: z.literal('true') })

/** Of a callback also what Feishu is to show (拉取链接预览数据, 卡片回传交互回调). */
export const FeishuEventReply = z.looseObject({ challenge: z.string().optional() })
