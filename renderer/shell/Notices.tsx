import { X } from 'lucide-react';
import { useEffect } from 'react';
import { closeNotice, type Notice } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { useApp, useUi } from '../useApp.js';
import css from './shell.module.css';

const TONES = { info: '', ok: css['noticeOk'] ?? '', bad: css['noticeBad'] ?? '' } as const;
const SHOWN_MS = 5000;

/** Notices, newest last, and the live region for screen-reader announcements. */
export function Notices() {
  const notices = useUi((state) => state.notices);
  const announcement = useUi((state) => state.announcement);
  return (
    <>
      <div className={css['notices']} role="status" aria-live="polite">
        {notices.map((notice) => (
          <NoticeCard key={notice.id} {...notice} />
        ))}
      </div>
      <div className="visually-hidden" role="log" aria-live="polite">
        {announcement}
      </div>
    </>
  );
}

function NoticeCard({ id, tone, text }: Notice) {
  const app = useApp();
  useEffect(() => {
    if (tone === 'bad') return;
    const timer = setTimeout(() => closeNotice(app, id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [app, id, tone]);
  return (
    <div className={`${css['notice'] ?? ''} ${TONES[tone]}`} data-tone={tone}>
      <p>{text}</p>
      <Button look="quiet" label="Close" onClick={() => closeNotice(app, id)}>
        <X size={14} />
      </Button>
    </div>
  );
}
