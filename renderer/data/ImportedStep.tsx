import type { ImportedImages } from '../../engine/data/imageImport.js';
import { newProject } from '../actions/file.js';
import { Button } from '../ui/Button.js';
import uiCss from '../ui/ui.module.css';
import { ClassTable } from './ClassTable.js';
import { imageProject } from './imageProject.js';
import { SkippedFiles } from './SkippedFiles.js';
import { useApp } from '../useApp.js';

/** The imported images, and a button that creates a project from them. */
export function ImportedStep({ images }: { readonly images: ImportedImages }) {
  const app = useApp();
  const { classes } = images;
  return (
    <>
      <ClassTable classes={classes} />
      <SkippedFiles {...images} />
      {classes.length < 2 && (
        <p className={uiCss['error']} role="alert">
          A classifier requires at least two classes.
        </p>
      )}
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button look="primary" onClick={() => void newProject(app, imageProject(images))}>
          Create project
        </Button>
      </p>
    </>
  );
}
