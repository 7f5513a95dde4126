import { X } from 'lucide-react';
import { closeNotice, useUi } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import css from './shell.module.css';

const TONES = { info: '', ok: css['noticeOk'] ?? '', bad: css['noticeBad'] ?? '' } as const;

/** Notices, newest last, and the live region for screen-reader announcements. */
export function Notices() {
  const notices = useUi((state) => state.notices);
  const announcement = useUi((state) => state.announcement);
  return (
    <>
      <div className={css['notices']} role="status" aria-live="polite">
        {notices.map(({ id, tone, text }) => (
          <div key={id} className={`${css['notice'] ?? ''} ${TONES[tone]}`} data-tone={tone}>
            <p>{text}</p>
            <Button look="quiet" label="Close" onClick={() => closeNotice(id)}>
              <X size={14} />
            </Button>
          </div>
        ))}
      </div>
      <div className="visually-hidden" role="log" aria-live="polite">
        {announcement}
      </div>
    </>
  );
}
