import type { Language } from './languages.ts'

/** Why a file was not taken, or cannot be opened. */
export const FILE_RULE_TEXTS = {
  type: {
    'zh-CN': '不支持该文件类型，可上传：{types}',
    'en-US': 'This type of file is not taken. These are: {types}',
    'ja-JP': 'この形式のファイルは使えません。使える形式：{types}',
  },
  size: {
    'zh-CN': '文件不能超过 20 MB',
    'en-US': 'A file may have at most 20 MB',
    'ja-JP': 'ファイルは 20 MB 以内です',
  },
  count: {
    'zh-CN': '待使用的文件过多，请先提交或稍后再试',
    'en-US': 'Too many files wait to be used. Please submit them first, or try again later.',
    'ja-JP': '未使用のファイルが多すぎます。先に送信するか、しばらくしてからお試しください。',
  },
  required: {
    'zh-CN': '没有收到文件，请重新选择',
    'en-US': 'No file has come. Please choose it again.',
    'ja-JP': 'ファイルが届いていません。選び直してください。',
  },
  multipart: {
    'zh-CN': '文件上传的格式有误，请重新上传',
    'en-US': 'The file was not sent as an upload (multipart/form-data). Please upload it again.',
    'ja-JP': 'ファイルの送信形式に誤りがあります。もう一度アップロードしてください。',
  },
  broken: {
    'zh-CN': '文件未完整上传，请重新上传',
    'en-US': 'The file did not arrive whole. Please upload it again.',
    'ja-JP': 'ファイルが最後まで届きませんでした。もう一度アップロードしてください。',
  },
  damaged: {
    'zh-CN': '文件内容已丢失或损坏，请联系管理员',
    'en-US': 'The content of this file is lost or damaged. Please tell an administrator.',
    'ja-JP': 'ファイルの内容が失われたか壊れています。管理者にご連絡ください。',
  },
  unfetched: {
    'zh-CN': '无法获取附件，请稍后重试，或打开详情页上传附件后处理',
    'en-US': 'The attachment cannot be fetched. Try again, or open the details and upload it there.',
    'ja-JP': '添付ファイルを取得できません。もう一度試すか、詳細ページでアップロードして処理してください。',
  },
  unavailable: {
    'zh-CN': '暂时无法保存文件，请稍后再试',
    'en-US': 'The file cannot be stored right now. Please try again later.',
    'ja-JP': '現在ファイルを保存できません。しばらくしてからもう一度お試しください。',
  },
} as const satisfies Record<string, Record<Language, string>>
