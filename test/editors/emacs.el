;;; -*- lexical-binding: t -*-
;; Waits for the problem of main.dag, completes at its place, and tells what came.
(require 'json)

(defun dagline-test-wait (what look)
  "Take what the server sends until LOOK finds something, and give that."
  (let ((give-up (+ (float-time) 90)) found)
    (while (not (setq found (funcall look)))
      (when (> (float-time) give-up) (error "Waited in vain for %s" what))
      (accept-process-output nil 1))
    found))

(with-current-buffer (find-file "main.dag")
  ;; What Emacs does at the end of the command that opened the file.
  (run-hooks 'post-command-hook)
  (dagline-test-wait "the server" #'eglot-current-server)
  (let* ((found (dagline-test-wait "a problem" #'flymake-diagnostics))
         (problems (mapcar (lambda (one)
                             (let ((beg (flymake-diagnostic-beg one)))
                               `((line . ,(1- (line-number-at-pos beg)))
                                 (text . ,(buffer-substring-no-properties beg (flymake-diagnostic-end one)))
                                 (message . ,(flymake-diagnostic-text one)))))
                           found)))
    (goto-char (flymake-diagnostic-beg (car found)))
    (delete-region (point) (line-end-position))
    (let* ((completion (run-hook-with-args-until-success 'completion-at-point-functions))
           (offered (all-completions "" (nth 2 completion) (plist-get (nthcdr 3 completion) :predicate)))
           (chosen (car (member "second" offered))))
      ;; What a completion's front end does with the one that is chosen.
      (when chosen
        (delete-region (nth 0 completion) (nth 1 completion))
        (insert chosen)
        (funcall (plist-get (nthcdr 3 completion) :exit-function) chosen 'finished))
      (let ((seen (json-encode `((filetype . ,(symbol-name major-mode))
                                 (problems . ,(vconcat problems))
                                 (offered . ,(vconcat (mapcar #'substring-no-properties offered)))
                                 (text . ,(buffer-substring-no-properties (point-min) (point-max)))))))
        (with-temp-file "seen.json" (insert seen))))
    (eglot-shutdown (eglot-current-server))))
