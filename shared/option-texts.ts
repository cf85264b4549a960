import type { Language } from './languages.ts'

/** Why options of another system cannot be had, for whoever fills in a form. */
export const OPTION_TEXTS = {
  not_set_up: {
    'zh-CN': '该选项的来源尚未配置好，请联系管理员',
    'en-US': 'The system that these options come from is not set up here yet. Please tell an administrator.',
    'ja-JP': 'この選択肢の取得元がまだ設定されていません。管理者にご連絡ください。',
  },
  no_answer: {
    'zh-CN': '选项的来源系统没有回答，请稍后再试',
    'en-US': 'The system that these options come from did not answer. Please try again.',
    'ja-JP': '選択肢の取得元のシステムが応答しません。しばらくしてからお試しください。',
  },
  refused: {
    'zh-CN': '选项的来源系统拒绝了请求，请联系管理员',
    'en-US': 'The system that these options come from refused the request. Please tell an administrator.',
    'ja-JP': '選択肢の取得元のシステムが要求を拒否しました。管理者にご連絡ください。',
  },
  not_understood: {
    'zh-CN': '选项的来源系统返回了无法识别的内容，请联系管理员',
    'en-US':
      'The system that these options come from answered what cannot be read. Please tell an administrator.',
    'ja-JP': '選択肢の取得元のシステムの応答を読み取れません。管理者にご連絡ください。',
  },
  choose_again: {
    'zh-CN': '未能在来源系统中核对该选项，请重新搜索并选择',
    'en-US': 'This could not be found again where it comes from. Please search for it and choose it again.',
    'ja-JP': '取得元のシステムで確認できませんでした。もう一度検索して選択してください。',
  },
} as const satisfies Record<string, Record<Language, string>>
