import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { askAboutPicture, canAskAboutPictures } from '../actions/picture.js';
import { useApp } from '../useApp.js';
import css from './shell.module.css';

/** The place that a dragged file goes to. A file's name and contents are not known before it is dropped, only its MIME type. */
const WAYS = {
  ask: {
    title: 'Ask the model about this picture',
    text: 'It is scaled to the size of the project’s images.',
  },
  data: {
    title: 'Import as the data of a new project',
    text: 'What was found is shown before anything is created.',
  },
  any: {
    title: 'Open the project, or import the data',
    text: 'A .loom or .onnx file opens. A folder of images, an archive, or a table becomes a new project’s data.',
  },
} as const;

const PICTURE = /^image\//;
/** Tables, and archives of images. */
const DATA = /^(text\/|application\/.*(zip|tar|gzip|csv))/;

/** Shows where a file goes that is dragged over the window, and gives dropped pictures to the model. */
export function DropTarget() {
  const app = useApp();
  const [way, setWay] = useState<keyof typeof WAYS | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const onDragEnter = ({ dataTransfer }: DragEvent) => {
      if (!dataTransfer?.types.includes('Files')) return;
      const type = dataTransfer.items[0]?.type ?? '';
      const asks = PICTURE.test(type) && canAskAboutPictures(app);
      setWay(asks ? 'ask' : DATA.test(type) ? 'data' : 'any');
    };
    const onDragLeave = ({ relatedTarget }: DragEvent) => {
      // Null only where the pointer leaves the window.
      if (relatedTarget === null) setWay(null);
    };
    const onDrop = (event: DragEvent) => {
      setWay(null);
      const [file] = event.dataTransfer?.files ?? [];
      if (!file || !PICTURE.test(file.type) || !canAskAboutPictures(app)) return;
      // Before the main process takes it for data to import.
      event.preventDefault();
      event.stopPropagation();
      void askAboutPicture(app, file);
    };
    window.addEventListener('dragenter', onDragEnter, { signal });
    window.addEventListener('dragleave', onDragLeave, { signal });
    window.addEventListener('drop', onDrop, { signal, capture: true });
    return () => controller.abort();
  }, []);
  if (!way) return null;
  const { title, text } = WAYS[way];
  return (
    <div className={css['dropTarget']}>
      <div>
        <FileDown size={32} strokeWidth={1.5} aria-hidden="true" />
        <b>{title}</b>
        <span>{text}</span>
      </div>
    </div>
  );
}
