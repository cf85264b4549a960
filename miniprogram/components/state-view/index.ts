import { locale } from '../../client/services.ts'
import { LOADING } from '../../view/trouble.ts'
import { wordsIn } from '../../view/words.ts'

Component({
  properties: { state: { type: Object, value: LOADING } },
  data: { t: wordsIn(locale, ['loading', 'retry']) },
  methods: {
    onRetry() {
      this.triggerEvent('retry')
    },
  },
})
