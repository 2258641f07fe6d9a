// The index page.
import '../styles/phone.css';
import { show } from '../shared/ui/page';
import { t } from '../shared/words';

show(<main class="page"><h1>{t('app.name')}</h1></main>);
